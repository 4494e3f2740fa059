package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps effects that build on a key's present state away from keys that end at this very moment. A key with a time to live ends on a secondary a
 * little later than on the primary, and an effect arrives a little later than the write happened. In between, {@code HSET} adds a field to a hash
 * that is gone on the one side and still there on the other, and both answer 1.
 *
 * <p>So such an effect asks for the key's {@code PTTL} in the same unit: a key that lasts, or has no time to live, was there on the primary too.
 * Otherwise nobody knows, and the key is copied. The question is only asked where the key may have had a time to live: what the lane has sent and
 * copied is remembered as the latest end per stripe of keys, in a fixed number of bytes. Belongs to the lane's thread.
 */
final class Lifetimes {

    private static final int STRIPES = 1 << 14;
    private static final long ALWAYS = Long.MAX_VALUE / 2;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoTime;
    private final long origin;
    /** In milliseconds since the origin; 0 where no key had a time to live. */
    private final long[] ends = new long[STRIPES];

    /** @param unknown whether keys may have a time to live that was not seen here */
    Lifetimes(LongSupplier nanoTime, boolean unknown) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        if (unknown) {
            Arrays.fill(ends, ALWAYS);
        }
    }

    /** A key with so much time to live is on its way. */
    void ends(byte[] key, long millis) {
        int stripe = stripe(key);
        ends[stripe] = Math.max(ends[stripe], millis >= ALWAYS ? ALWAYS : Math.max(1, now() + millis));
    }

    /**
     * The steps to send: these, or with the questions in front that make them safe.
     *
     * @return {@code null} if they are not to be sent, because what they set up has ended before they get to the end
     */
    @Nullable
    List<Step> guarded(Effect effect, List<Step> steps) {
        List<Step> guarded = steps;
        if (effect.needsBase() || !effect.sources().isEmpty()) {
            guarded = new ArrayList<>();
            if (effect.needsBase()) {
                ask(effect.keys(), guarded);
            }
            ask(effect.sources(), guarded);
            if (guarded.isEmpty()) {
                guarded = steps;
            } else {
                guarded.addAll(steps);
            }
        }
        return remember(effect, steps) ? guarded : null;
    }

    private void ask(List<byte[]> keys, List<Step> questions) {
        for (byte[] key : keys) {
            long end = ends[stripe(key)];
            if (end != 0 && now() - end <= Step.LASTING_MILLIS) {
                questions.add(Step.lasting(key));
            }
        }
    }

    /** Whether the steps may be sent. */
    private boolean remember(Effect effect, List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Step original = effect.steps().get(i);
            Step step = steps.get(i);
            byte[][] words = step.words();
            long millis = original.ttlIndex() < 0
                    ? untilAbsolute(words)
                    : step.ttlIndex() < 0 ? 0 : number(words[step.ttlIndex()]);
            if (millis >= 0) {
                if (steps.size() > 1 && millis <= Step.LASTING_MILLIS) {
                    return false;
                }
                effect.keys().forEach(key -> ends(key, millis));
            }
            if (isMove(words)) {
                takeAlong(effect);
            }
        }
        return true;
    }

    /** The time that an absolute expiry leaves; -1 if the command has none. */
    private static long untilAbsolute(byte[][] words) {
        byte[] name = words[0];
        if (words.length == 3 && Words.is(name, "PEXPIREAT")) {
            return until(number(words[2]));
        }
        if (words.length == 3 && Words.is(name, "EXPIREAT")) {
            return until(Math.min(number(words[2]), ALWAYS / 1_000) * 1_000);
        }
        if (words.length == 5 && Words.is(name, "SET") && Words.is(words[3], "PXAT")) {
            return until(number(words[4]));
        }
        if (words.length > 5 && Words.is(name, "RESTORE")) {
            return until(number(words[2]));
        }
        return Words.is(name, "MSETEX") ? ALWAYS : -1;
    }

    private static long until(long wallMillis) {
        return wallMillis >= ALWAYS ? ALWAYS : Math.max(0, wallMillis - System.currentTimeMillis());
    }

    private static boolean isMove(byte[][] words) {
        byte[] name = words[0];
        return Words.is(name, "RENAME") || Words.is(name, "RENAMENX") || Words.is(name, "COPY");
    }

    /** A key that is renamed or copied takes its time to live along. */
    private void takeAlong(Effect effect) {
        long latest = 0;
        for (byte[] key : effect.keys()) {
            latest = Math.max(latest, ends[stripe(key)]);
        }
        for (byte[] key : effect.sources()) {
            latest = Math.max(latest, ends[stripe(key)]);
        }
        for (byte[] key : effect.keys()) {
            ends[stripe(key)] = Math.max(ends[stripe(key)], latest);
        }
    }

    private long now() {
        return (nanoTime.getAsLong() - origin) / NANOS_PER_MILLI + 1;
    }

    private static int stripe(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - 14);
    }

    private static long number(byte[] word) {
        try {
            return Long.parseLong(new String(word, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            return ALWAYS; // the server may know better what it means
        }
    }
}
