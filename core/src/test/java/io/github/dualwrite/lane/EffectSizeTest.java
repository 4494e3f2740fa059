package io.github.dualwrite.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The limit of bytes holds for what an effect really keeps in memory: its words, and the reply it waits for. */
class EffectSizeTest {

    private static final byte[] WORD = new byte[10];

    @Test
    void everyWordCounts() {
        assertThat(sizeOf(null, WORD, new byte[1_000]) - sizeOf(null, WORD, new byte[0]))
                .isEqualTo(1_000);
        assertThat(sizeOf(null, WORD, WORD)).isGreaterThan(sizeOf(null, WORD) + WORD.length);
    }

    @Test
    void theExpectedReplyCountsAtAnyDepth() {
        long nothing = sizeOf(null, WORD);
        assertThat(sizeOf(new byte[500], WORD)).isGreaterThanOrEqualTo(nothing + 500);
        assertThat(sizeOf(List.of(List.of(new byte[300], List.of(new byte[200], new byte[500]))), WORD))
                .isGreaterThanOrEqualTo(nothing + 1_000);
        assertThat(sizeOf(1L, WORD)).isGreaterThanOrEqualTo(nothing);
    }

    private static long sizeOf(@Nullable Object expected, byte[]... words) {
        return EffectSize.of(Effect.of(List.of(Step.of(expected, words)), List.of(WORD), false, false, "SET"));
    }
}
