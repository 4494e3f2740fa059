package io.github.dualwrite.listener.wire;

import io.netty.buffer.ByteBuf;

/**
 * Finds where a RESP value ends, over as many reads as it takes, without looking at any byte twice but those of an unfinished line. Holds no
 * bytes itself. For one thread; {@link #reset} starts the next value.
 */
public final class FrameScanner {

    private static final int MAX_BULK = 512 << 20;
    private static final int MAX_ELEMENTS = 64 << 20;
    private static final int MAX_LINE = 64 << 10;

    private int scanned;
    private long missing = 1;

    /** Starts anew at the buffer's reader index. */
    public void reset() {
        scanned = 0;
        missing = 1;
    }

    /**
     * Looks on.
     *
     * @return the value's length from the reader index, or -1 if more bytes are needed
     * @throws IllegalArgumentException if it is not RESP, or longer than allowed
     */
    public int scan(ByteBuf in) {
        int base = in.readerIndex();
        while (missing > 0) {
            int start = base + scanned;
            if (start >= in.writerIndex()) {
                return -1;
            }
            int lineEnd = in.indexOf(start, in.writerIndex(), (byte) '\n');
            if (lineEnd < 0) {
                if (in.writerIndex() - start > MAX_LINE) {
                    throw new IllegalArgumentException("too big line");
                }
                return -1;
            }
            int afterLine = lineEnd + 1 - base;
            switch (in.getByte(start)) {
                case '$', '=', '!' -> {
                    long length = number(in, start + 1, lineEnd, MAX_BULK, "invalid bulk length");
                    if (length >= 0) {
                        long end = afterLine + length + 2;
                        if (base + end > in.writerIndex()) {
                            return -1;
                        }
                        afterLine = (int) end;
                    }
                    missing--;
                }
                case '*', '~', '>' -> missing += Math.max(0, elements(in, start, lineEnd)) - 1;
                case '%' -> missing += 2 * Math.max(0, elements(in, start, lineEnd)) - 1;
                case '|' -> missing += 2 * Math.max(0, elements(in, start, lineEnd)); // and then the value itself
                case '+', '-', ':', '_', ',', '#', '(' -> missing--;
                default ->
                    throw new IllegalArgumentException(
                            "unexpected byte " + (in.getByte(start) & 0xff) + " where a type was expected");
            }
            scanned = afterLine;
        }
        return scanned;
    }

    private static long elements(ByteBuf in, int start, int lineEnd) {
        return number(in, start + 1, lineEnd, MAX_ELEMENTS, "invalid multibulk length");
    }

    static long number(ByteBuf in, int from, int lineEnd, long max, String problem) {
        int end = lineEnd > from && in.getByte(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
        boolean negative = end > from && in.getByte(from) == '-';
        long value = 0;
        int digits = 0;
        for (int i = negative ? from + 1 : from; i < end; i++) {
            int digit = in.getByte(i) - '0';
            if (digit < 0 || digit > 9 || ++digits > 10) {
                throw new IllegalArgumentException(problem);
            }
            value = value * 10 + digit;
        }
        if (digits == 0 || value > max) {
            throw new IllegalArgumentException(problem);
        }
        return negative ? -value : value;
    }
}
