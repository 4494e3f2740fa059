package io.github.dualwrite.resp;

import java.io.IOException;
import java.io.OutputStream;

/** Writes commands as RESP arrays of bulk strings into a buffer, and the buffer to a stream when it is full or flushed. For one thread. */
public final class RespWriter {

    private final OutputStream out;
    private final byte[] buffer = new byte[32 << 10];
    private int length;

    /** Writes to {@code out}, with a buffer of its own. */
    public RespWriter(OutputStream out) {
        this.out = out;
    }

    /** Buffers one command. */
    public void write(byte[]... words) throws IOException {
        header('*', words.length);
        for (byte[] word : words) {
            header('$', word.length);
            if (word.length <= buffer.length - length) {
                System.arraycopy(word, 0, buffer, length, word.length);
                length += word.length;
            } else {
                drain();
                out.write(word);
            }
            room(2);
            length = endOfLine(buffer, length);
        }
    }

    /** Buffers one command that is such an array already. */
    public void writeEncoded(byte[] bytes, int from, int count) throws IOException {
        room(count);
        if (count > buffer.length) {
            out.write(bytes, from, count);
            return;
        }
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    /** Writes out what is buffered. */
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void header(char type, int number) throws IOException {
        room(16);
        length = header(buffer, length, type, number);
    }

    /** Puts the first line of an array or a bulk string into a buffer that has room for it. Returns where it ends. */
    public static int header(byte[] buffer, int from, char type, int number) {
        buffer[from] = (byte) type;
        int digits = digits(number);
        int rest = number;
        for (int i = digits; i > 0; i--) {
            buffer[from + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return endOfLine(buffer, from + 1 + digits);
    }

    /** Ends a line, or a bulk string. Returns where it ends. */
    public static int endOfLine(byte[] buffer, int from) {
        buffer[from] = '\r';
        buffer[from + 1] = '\n';
        return from + 2;
    }

    /** The number of digits that a length is written with. */
    public static int digits(int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - length < bytes) {
            drain();
        }
    }

    private void drain() throws IOException {
        if (length > 0) {
            out.write(buffer, 0, length);
            length = 0;
        }
    }
}
