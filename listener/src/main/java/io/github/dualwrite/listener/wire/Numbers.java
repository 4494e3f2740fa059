package io.github.dualwrite.listener.wire;

/** Numbers as lines of RESP hold them. */
public final class Numbers {

    /** What is not a number. */
    public static final long NONE = Long.MIN_VALUE;

    private Numbers() {}

    /** The number between {@code from}, inclusive, and {@code to}, exclusive; {@link #NONE} if it is none, or one of more than 18 digits. */
    public static long parse(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (first >= to || to - first > 18) {
            return NONE;
        }
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** As {@link #parse(byte[], int, int)}, of a whole word. */
    public static long parse(byte[] word) {
        return parse(word, 0, word.length);
    }
}
