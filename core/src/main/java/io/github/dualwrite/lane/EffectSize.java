package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;

/** What a queued effect is reckoned to hold in memory, in bytes. */
final class EffectSize {

    private static final int PER_EFFECT = 96;
    private static final int PER_WORD = 24;

    private EffectSize() {}

    static long of(Effect effect) {
        long sum = PER_EFFECT;
        for (Step step : effect.steps()) {
            for (byte[] word : step.words()) {
                sum += PER_WORD + word.length;
            }
        }
        return sum;
    }
}
