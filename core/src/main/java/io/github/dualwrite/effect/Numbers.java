package io.github.dualwrite.effect;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Numbers as servers write and read them. */
final class Numbers {

    /** What {@link #parse} says of anything but an integer; no argument that a server accepts has this value. */
    static final long NONE = Long.MIN_VALUE;

    private Numbers() {}

    /** The integer, or {@link #NONE}; as strict as the servers: no plus sign, no blanks. */
    static long parse(byte[] word) {
        int length = word.length;
        boolean negative = length > 0 && word[0] == '-';
        int start = negative ? 1 : 0;
        if (length == start || length > 20) {
            return NONE;
        }
        long value = 0;
        for (int i = start; i < length; i++) {
            int digit = word[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** Seconds as milliseconds, or {@link #NONE} when they are no integer or out of range. */
    static long secondsToMillis(byte[] seconds) {
        long value = parse(seconds);
        return value > Long.MAX_VALUE / 1000 || value < Long.MIN_VALUE / 1000 ? NONE : value * 1000;
    }

    static byte[] text(long value) {
        return Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A score or float reply of either protocol version as a number, or null when it is none. */
    static @Nullable Double decimal(@Nullable Object reply) {
        if (reply instanceof Double number) {
            return number;
        }
        if (!(reply instanceof byte[] bytes)) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (text.equals("-inf")) {
            return Double.NEGATIVE_INFINITY;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null; // an answer of another shape, which the caller treats as a difference
        }
    }
}
