package io.github.dualwrite.jmh.floor;

/** Where frames end. Whatever is no RESP is not noticed. */
final class Frames {

    private Frames() {}

    /** Behind the line that begins at {@code from}, or -1 if its end has not come. */
    static int endOfLine(byte[] bytes, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            if (bytes[i] == '\r') {
                return i + 2;
            }
        }
        return -1;
    }

    /** The number in the line that ends at {@code end}, behind its type. */
    static int number(byte[] bytes, int from, int end) {
        int value = 0;
        for (int i = from + 1; i < end - 2; i++) {
            if (bytes[i] == '-') {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /** Behind the bulk string, or the reply of one line, that begins at {@code from}, or -1 if its end has not come. */
    static int end(byte[] bytes, int from, int to) {
        int line = endOfLine(bytes, from, to);
        if (line < 0 || bytes[from] != '$') {
            return line;
        }
        int length = number(bytes, from, line);
        int end = length < 0 ? line : line + length + 2;
        return end <= to ? end : -1;
    }
}
