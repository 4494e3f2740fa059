package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KnownEnds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps effects that build on a key's present state away from keys that end at this very moment. A key with a time to live ends on a secondary a
 * little later than on the primary, and an effect arrives a little later than the write happened. In between, {@code HSET} adds a field to a hash
 * that is gone on the one side and still there on the other, and both answer 1.
 *
 * <p>So such an effect asks for the key's {@code PTTL} in the same unit: a key that lasts, or has no time to live, was there on the primary too.
 * Otherwise nobody knows, and the key is copied. The question is left out where the replies tell as much by themselves, and where this process
 * knows every time to live ({@link KnownEnds}) and none of them had ended only just when the write was completed, or ends later: what the lane has
 * sent and copied is remembered as the latest end per stripe of keys, in a fixed number of bytes. Belongs to the lane's thread.
 */
final class Lifetimes {

    private static final int STRIPE_BITS = 14;
    private static final long ALWAYS = Long.MAX_VALUE / 2;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final long LASTING_NANOS = Step.LASTING_MILLIS * NANOS_PER_MILLI;

    private final LongSupplier nanoTime;
    private final KnownEnds known;
    private final long origin;
    /** In milliseconds since the origin; 0 where no key had a time to live. */
    private final long[] ends = new long[1 << STRIPE_BITS];

    /** @param known where nobody else has given a key its time to live */
    Lifetimes(LongSupplier nanoTime, KnownEnds known) {
        this.nanoTime = nanoTime;
        this.known = known;
        this.origin = nanoTime.getAsLong();
    }

    /** A key with so much time to live is on its way. */
    void ends(byte[] key, long millis) {
        int stripe = stripe(key);
        ends[stripe] = Math.max(ends[stripe], millis >= ALWAYS ? ALWAYS : Math.max(1, now() + millis));
    }

    /**
     * The steps to send: these, or with the questions in front that make them safe.
     *
     * @param stamp when the write was completed: however long its effect has waited since, the write met what there was then
     * @return {@code null} if they are not to be sent, because what they set up has ended before they get to the end
     */
    @Nullable
    List<Step> guarded(Effect effect, List<Step> steps, long stamp) {
        List<Step> guarded = steps;
        if (effect.needsBase() || !effect.sources().isEmpty()) {
            guarded = new ArrayList<>();
            if (effect.needsBase()) {
                ask(effect.keys(), effect, stamp, guarded);
            }
            ask(effect.sources(), effect, stamp, guarded);
            if (guarded.isEmpty()) {
                guarded = steps;
            } else {
                guarded.addAll(steps);
            }
        }
        return remember(effect, steps) ? guarded : null;
    }

    /** Whether a command has to be {@linkplain #guarded remembered} when it is sent, since it gives its key an end, or takes one along. */
    static boolean concern(byte[][] words) {
        return givesEnd(words) || isMove(words);
    }

    /** As {@link #guarded} for a command on one key, which does not {@linkplain #concern concern} this: whether it may go as it is. */
    boolean isSafe(int hash, int slot, boolean needsBase, long stamp) {
        return !needsBase || !mayHaveMetAnother(hash, slot, stamp);
    }

    private void ask(List<byte[]> keys, Effect effect, long stamp, List<Step> questions) {
        for (byte[] key : keys) {
            if (mayHaveMetAnother(hash(key), Slots.of(key), stamp) && !effect.showsPresence()) {
                questions.add(Step.lasting(key));
            }
        }
    }

    /** Whether the write may have met another state of a key than its effect will, because the key ends, or has ended, by itself. */
    private boolean mayHaveMetAnother(int hash, int slot, long stamp) {
        if (!known.isKnown(slot, stamp, LASTING_NANOS)) {
            return true;
        }
        long end = ends[stripe(hash)];
        return end != 0 && sinceOrigin(stamp) - end <= Step.LASTING_MILLIS;
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

    /** Whether a command says when its key ends. */
    private static boolean givesEnd(byte[][] words) {
        byte[] name = words[0];
        return switch (words.length) {
                    case 3 -> Words.is(name, "PEXPIREAT") || Words.is(name, "EXPIREAT");
                    case 5 -> Words.is(name, "SET") && Words.is(words[3], "PXAT");
                    default -> words.length > 5 && Words.is(name, "RESTORE");
                }
                || Words.is(name, "MSETEX");
    }

    /** The time that an absolute expiry leaves; -1 if the command has none. */
    private static long untilAbsolute(byte[][] words) {
        if (!givesEnd(words)) {
            return -1;
        }
        byte[] name = words[0];
        if (Words.is(name, "MSETEX")) {
            return ALWAYS;
        }
        if (Words.is(name, "EXPIREAT")) {
            return until(Math.min(number(words[2]), ALWAYS / 1_000) * 1_000);
        }
        return until(number(words[Words.is(name, "SET") ? 4 : 2]));
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
        return sinceOrigin(nanoTime.getAsLong());
    }

    private long sinceOrigin(long nanos) {
        return (nanos - origin) / NANOS_PER_MILLI + 1;
    }

    private static int stripe(byte[] key) {
        return stripe(hash(key));
    }

    private static int stripe(int hash) {
        return hash >>> (Integer.SIZE - STRIPE_BITS);
    }

    private static int hash(byte[] key) {
        return (int) Key.hash64(key);
    }

    private static long number(byte[] word) {
        try {
            return Long.parseLong(new String(word, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            return ALWAYS; // the server may know better what it means
        }
    }
}
