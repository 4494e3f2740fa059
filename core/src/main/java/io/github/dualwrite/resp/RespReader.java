package io.github.dualwrite.resp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies, RESP2 and RESP3, from a stream into plain values as {@link Replies} describes them. Trusts no length of the peer: a bulk string
 * grows while it arrives, a list grows with its elements, and both have limits. For one thread.
 */
public final class RespReader {

    private static final int MAX_BULK = 512 << 20;
    private static final long MAX_SKIPPED = 64L << 30;
    private static final int MAX_ELEMENTS = 64 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int TRUSTED_ELEMENTS = 1_024;
    private static final int TRUSTED_BYTES = 1 << 20;
    private static final int MAX_LINE = 64 << 10;
    private static final int PER_ELEMENT = 16;

    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;
    private long room; // what the reply being read may still hold
    private long held; // what it has held so far, or would have

    /** Reads from {@code in}, with a buffer of its own. */
    public RespReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads one reply; pushes and attributes before it are skipped.
     *
     * @throws RespProtocolException if it is not RESP
     * @throws EOFException if the stream ends
     */
    public @Nullable Object read() throws IOException {
        return read(Long.MAX_VALUE);
    }

    /**
     * As {@link #read()}, but a reply of more than {@code most} bytes, or with a string that is longer than any may be, is thrown away while it
     * arrives.
     *
     * @return the reply, or how long it was
     */
    public @Nullable Object read(long most) throws IOException {
        room = most;
        held = 0;
        Object reply = read(0);
        return room < 0 ? new TooLong(held) : reply;
    }

    /** Reads the next reply if it is exactly these bytes and has come whole; or else nothing, and {@code false}. */
    public boolean skips(byte[] reply, int from, int length) throws IOException {
        if (position == limit) {
            fill();
        }
        int end = position + length;
        if (end > limit || !Arrays.equals(buffer, position, end, reply, from, from + length)) {
            return false;
        }
        position = end;
        return true;
    }

    /** Whether the reply may hold so many bytes more. */
    private boolean hold(long bytes) {
        held += bytes;
        room = room == Long.MAX_VALUE ? room : room < 0 ? -1 : Math.max(-1, room - bytes);
        return room >= 0;
    }

    private @Nullable Object read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new RespProtocolException("reply nested deeper than " + MAX_DEPTH);
        }
        while (true) {
            int type = next();
            switch (type) {
                case '+' -> {
                    return line();
                }
                case '-' -> {
                    return new RespError(new String(line(), StandardCharsets.UTF_8));
                }
                case ':' -> {
                    return number();
                }
                case '$', '=' -> {
                    byte[] bulk = bulk(MAX_BULK);
                    return type == '=' && bulk != null ? withoutFormat(bulk) : bulk;
                }
                case '!' -> {
                    byte[] message = bulk(MAX_LINE);
                    return new RespError(message == null ? "" : new String(message, StandardCharsets.UTF_8));
                }
                case '*', '~' -> {
                    return list(number(), 1, depth);
                }
                case '%' -> {
                    return list(number(), 2, depth);
                }
                case '>' -> list(number(), 1, depth); // nobody asked for it, so it answers nothing
                case '|' -> list(number(), 2, depth);
                case '_' -> {
                    line();
                    return null;
                }
                case ',' -> {
                    return decimal();
                }
                case '#' -> {
                    return line()[0] == 't';
                }
                case '(' -> {
                    return line();
                }
                default ->
                    throw new RespProtocolException("reply type " + printable(type) + " (expected: a RESP type)");
            }
        }
    }

    private @Nullable List<Object> list(long count, int factor, int depth) throws IOException {
        if (count < 0) {
            return null;
        }
        if (count > MAX_ELEMENTS) {
            throw new RespProtocolException("reply of " + count + " elements (expected: at most " + MAX_ELEMENTS + ")");
        }
        int n = (int) count * factor;
        List<@Nullable Object> elements = new ArrayList<>(Math.min(n, TRUSTED_ELEMENTS));
        for (int i = 0; i < n; i++) {
            Object element = read(depth + 1);
            if (hold(PER_ELEMENT)) {
                elements.add(element);
            }
        }
        @SuppressWarnings({"NullAway", "unchecked"}) // a list of replies holds null replies; see Replies
        List<Object> replies = (List<Object>) (List<?>) elements;
        return replies;
    }

    private byte @Nullable [] bulk(int max) throws IOException {
        long length = number();
        if (length < 0) {
            return null;
        }
        if (length > max && (max < MAX_BULK || room == Long.MAX_VALUE || length > MAX_SKIPPED)) {
            throw new RespProtocolException("bulk string of " + length + " bytes (expected: at most " + max + ")");
        }
        if (!hold(length) || length > max) {
            room = -1;
            skip(length);
            end(length);
            return NOTHING;
        }
        byte[] bytes = new byte[(int) Math.min(length, TRUSTED_BYTES)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            filled += some(bytes, filled);
        }
        end(length);
        return bytes;
    }

    private void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int n = (int) Math.min(left, limit - position);
            position += n;
            left -= n;
        }
    }

    private void end(long length) throws IOException {
        if (next() != '\r' || next() != '\n') {
            throw new RespProtocolException("bulk string of " + length + " bytes does not end where it should");
        }
    }

    /** Copies what is buffered, or reads straight into place. */
    private int some(byte[] into, int from) throws IOException {
        int room = into.length - from;
        if (position == limit) {
            if (room >= buffer.length) {
                int n = in.read(into, from, room);
                if (n < 0) {
                    throw new EOFException("the server closed the connection");
                }
                return n;
            }
            fill();
        }
        int n = Math.min(room, limit - position);
        System.arraycopy(buffer, position, into, from, n);
        position += n;
        return n;
    }

    private long number() throws IOException {
        boolean negative = false;
        long value = 0;
        int digits = 0;
        while (true) {
            int c = next();
            if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
                digits++;
            } else if (c == '-' && digits == 0 && !negative) {
                negative = true;
            } else if (c == '+' && digits == 0) {
                continue;
            } else if (c == '\r' && digits > 0) {
                break;
            } else {
                throw new RespProtocolException("number with " + printable(c) + " (expected: digits)");
            }
            if (digits > 19) {
                throw new RespProtocolException("number of more than 19 digits");
            }
        }
        if (next() != '\n') {
            throw new RespProtocolException("line feed missing after a number");
        }
        return negative ? -value : value;
    }

    private double decimal() throws IOException {
        String text = new String(line(), StandardCharsets.US_ASCII);
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new RespProtocolException("double that is not a number");
                }
            }
        };
    }

    private byte[] line() throws IOException {
        for (int i = position; i < limit - 1; i++) {
            if (buffer[i] == '\r') {
                if (buffer[i + 1] != '\n') {
                    break;
                }
                byte[] line = Arrays.copyOfRange(buffer, position, i); // whole, as nearly every line is
                position = i + 2;
                return line;
            }
        }
        return lineInPieces();
    }

    private byte[] lineInPieces() throws IOException {
        byte[] line = new byte[64];
        int length = 0;
        while (true) {
            int c = next();
            if (c == '\r') {
                if (next() != '\n') {
                    throw new RespProtocolException("line feed missing at the end of a line");
                }
                return Arrays.copyOf(line, length);
            }
            if (length == MAX_LINE) {
                throw new RespProtocolException("line longer than " + MAX_LINE + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) c;
        }
    }

    private static byte[] withoutFormat(byte[] verbatim) {
        return verbatim.length >= 4 ? Arrays.copyOfRange(verbatim, 4, verbatim.length) : verbatim;
    }

    private int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    private void fill() throws IOException {
        int n = in.read(buffer, 0, buffer.length);
        if (n < 0) {
            throw new EOFException("the server closed the connection");
        }
        position = 0;
        limit = n;
    }

    private static String printable(int c) {
        return c > ' ' && c < 127 ? "'" + (char) c + "'" : "byte " + c;
    }
}
