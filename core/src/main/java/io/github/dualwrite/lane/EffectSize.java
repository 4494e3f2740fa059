package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Replay;
import io.github.dualwrite.effect.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a queued effect is reckoned to hold in memory, in bytes. */
final class EffectSize {

    private static final int PER_EFFECT = 96;
    private static final int PER_WORD = 24;

    private EffectSize() {}

    static long of(Effect effect) {
        if (effect instanceof Replay replay) { // asked on the caller's thread, which needs no step
            return PER_EFFECT + ofStep(replay.words(), replay.expected());
        }
        long sum = PER_EFFECT;
        for (Step step : effect.steps()) {
            sum += ofStep(step.words(), step.expected());
        }
        return sum;
    }

    private static long ofStep(byte[][] words, @Nullable Object expected) {
        long sum = ofReply(expected);
        for (byte[] word : words) {
            sum += PER_WORD + word.length;
        }
        return sum;
    }

    /** An expected reply can be larger than the command: what was read from a stream, or popped from a list. */
    private static long ofReply(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return (long) PER_WORD + bytes.length;
        }
        long sum = 0;
        if (reply instanceof List<?> elements) {
            for (Object element : elements) {
                sum += PER_WORD + ofReply(element);
            }
        }
        return sum;
    }
}
