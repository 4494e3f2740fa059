package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import java.util.List;

/** Vector sets: their index is built with random numbers, so a replay would never be equal. */
final class VectorCases {

    private static final String V = "VADD v VALUES 3 1 2 3 a";

    static final List<EffectCase> ALL = List.of(
            write(V).copies("v"),
            write("VADD v VALUES 3 4 5 6 b").given(V).copies("v"),
            write("VREM v a").given(V).copies("v"),
            write("VREM v none").given(V).copies("v"),
            write("VSETATTR v a {\"x\":1}").given(V).copies("v"));

    private VectorCases() {}
}
