package io.github.dualwrite.effect;

import io.github.dualwrite.resp.Replies;
import io.github.dualwrite.resp.RespError;
import org.jspecify.annotations.Nullable;

/**
 * One command of an effect and what the secondary must answer.
 *
 * @param words the command; not copied, not changed
 * @param expected the reply that proves the secondary was in the primary's state, or {@link #ANY}. A {@link Double} stands for that number,
 *     however the server writes it (Redis before 7.2 writes 0.1 as 0.10000000000000001)
 * @param ttlIndex the word that holds a remaining time to live in milliseconds, or -1: the lane subtracts the effect's age when it
 *     sends it, and deletes the key instead when nothing remains; see {@link #aged}
 * @param whenExpired the command to send when nothing of the time to live remains, or null: delete the key, which is the second word
 */
@SuppressWarnings("ArrayRecordComponent") // words as they go over the wire; steps are never compared
public record Step(byte[][] words, @Nullable Object expected, int ttlIndex, byte @Nullable [][] whenExpired) {

    /** Any reply that is not an error. */
    public static final Object ANY = new Object();

    /** What {@code PTTL} answers of a key that is there and will be there for a while. */
    public static final Object LASTING = new Object();

    /** The while in milliseconds; longer than a key's end on a secondary ever trails its end on the primary. */
    public static final long LASTING_MILLIS = 2_000;

    private static final byte[] PTTL = Words.ascii("PTTL");

    /** A step that deletes its key when its time to live has run out before it is sent. */
    public Step(byte[][] words, @Nullable Object expected, int ttlIndex) {
        this(words, expected, ttlIndex, null);
    }

    /** A step without a time to live. */
    public static Step of(@Nullable Object expected, byte[]... words) {
        return new Step(words, expected, -1, null);
    }

    /** Changes nothing; accepted only while {@code key} exists and does not end soon. */
    public static Step lasting(byte[] key) {
        return of(LASTING, PTTL, key);
    }

    /**
     * The step as it has to be sent when the effect is {@code ageMillis} old: this one if it has no time to live, one with the remaining time,
     * or the deletion when nothing remains. Ages come from a monotonic clock of this process: no machine's wall clock is compared.
     */
    public Step aged(long ageMillis) {
        if (ttlIndex < 0 || ageMillis <= 0) {
            return this;
        }
        long remaining = Numbers.parse(words[ttlIndex]) - ageMillis;
        if (remaining <= 0) {
            // Whether something was there to delete is the secondary's own expiry's doing, so any answer will do.
            return of(ANY, whenExpired != null ? whenExpired : new byte[][] {Words.UNLINK, words[1]});
        }
        byte[][] sent = words.clone();
        sent[ttlIndex] = Numbers.text(remaining);
        return new Step(sent, expected, ttlIndex, whenExpired);
    }

    /** Whether the secondary's reply (of either protocol version) proves that the step did there what the write did on the primary. */
    public boolean accepts(@Nullable Object reply) {
        if (expected == ANY) {
            return !(reply instanceof RespError);
        }
        if (expected == LASTING) {
            return reply instanceof Long ttl && (ttl == -1 || ttl > LASTING_MILLIS);
        }
        if (expected instanceof Double number) {
            return number.equals(Numbers.decimal(reply));
        }
        return Replies.same(expected, reply);
    }
}
