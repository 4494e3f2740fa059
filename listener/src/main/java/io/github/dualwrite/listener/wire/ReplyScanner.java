package io.github.dualwrite.listener.wire;

/**
 * Finds where a reply ends, over as many reads as it takes, without looking again at what it has seen. Holds no bytes itself, and makes no objects.
 * For one thread.
 */
public final class ReplyScanner {

    private static final int MAX_LINE = 64 << 10;
    private static final long MAX_BULK = 1L << 30;
    private static final long MAX_ELEMENTS = 1L << 28;

    private int scanned;
    private long missing = 1;
    private long needed;

    /** A scanner at the beginning of a reply. */
    public ReplyScanner() {}

    /**
     * Looks on for the end of the reply that begins at {@code from}.
     *
     * @return its length, and then the next call begins a new one; or -1 if more bytes are needed
     * @throws ProtocolException if it is not RESP
     */
    public int scan(byte[] bytes, int from, int to) {
        int at = from + scanned;
        while (missing > 0) {
            int end = lineEnd(bytes, at, to);
            if (end < 0) {
                if (to - at > MAX_LINE) {
                    throw new ProtocolException("a line of more than " + MAX_LINE + " bytes");
                }
                return more(at - from, to - from + 1L);
            }
            int after = end + 2;
            switch (bytes[at]) {
                case '+', '-', ':', '_', ',', '#', '(' -> missing--;
                case '$', '=', '!' -> {
                    long length = number(bytes, at, end, MAX_BULK);
                    if (length >= 0) {
                        if (to - after < length + 2) {
                            return more(at - from, after - from + length + 2);
                        }
                        after += (int) length + 2;
                    }
                    missing--;
                }
                case '*', '~', '>' -> missing += Math.max(0, number(bytes, at, end, MAX_ELEMENTS)) - 1;
                case '%' -> missing += 2 * Math.max(0, number(bytes, at, end, MAX_ELEMENTS)) - 1;
                case '|' ->
                    missing += 2 * Math.max(0, number(bytes, at, end, MAX_ELEMENTS)); // and then the value itself
                default -> throw new ProtocolException("byte " + (bytes[at] & 0xff) + " where a type was expected");
            }
            at = after;
        }
        int length = at - from;
        scanned = 0;
        missing = 1;
        needed = 0;
        return length;
    }

    /** How many bytes the reply will have at least; 0 if nothing is known of it. */
    public long needed() {
        return needed;
    }

    private int more(int seen, long length) {
        scanned = seen;
        needed = length;
        return -1;
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\r') {
                return i + 1 < to ? i : -1;
            }
        }
        return -1;
    }

    private static long number(byte[] bytes, int at, int end, long max) {
        long value = Numbers.parse(bytes, at + 1, end);
        if (value == Numbers.NONE || value > max) {
            throw new ProtocolException("a length that is none");
        }
        return value;
    }
}
