package io.github.dualwrite.effect;

import org.jspecify.annotations.Nullable;

/**
 * One command of an effect and what the secondary must answer.
 *
 * @param words the command; not copied, not changed
 * @param expected the reply that proves the secondary was in the primary's state, or {@link #ANY}
 * @param ttlIndex the word that holds a remaining time to live in milliseconds, or -1: the lane subtracts the effect's age when it
 *     sends it, and deletes the key instead when nothing remains
 */
public record Step(byte[][] words, @Nullable Object expected, int ttlIndex) {

    /** Any reply that is not an error. */
    public static final Object ANY = new Object();

    /** A step without a time to live. */
    public static Step of(@Nullable Object expected, byte[]... words) {
        return new Step(words, expected, -1);
    }
}
