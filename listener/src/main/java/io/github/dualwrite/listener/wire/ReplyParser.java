package io.github.dualwrite.listener.wire;

import io.github.dualwrite.resp.RespError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a whole reply, which {@link ReplyScanner} has found, into the plain values that {@link io.github.dualwrite.resp.Replies} describes. For one
 * thread.
 */
public final class ReplyParser {

    private static final int MAX_DEPTH = 64;
    private static final byte[] OK = {'O', 'K'};

    private final byte[] bytes;
    private int at;

    private ReplyParser(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** The reply that begins at {@code from}. */
    public static @Nullable Object parse(byte[] bytes, int from) {
        if (bytes[from] == '+' && bytes[from + 1] == 'O' && bytes[from + 2] == 'K' && bytes[from + 3] == '\r') {
            return OK;
        }
        return new ReplyParser(bytes, from).value(0);
    }

    private @Nullable Object value(int depth) {
        // a script may answer with a thousand lists in each other; nobody compares that far down
        if (depth > MAX_DEPTH) {
            at += new ReplyScanner().scan(bytes, at, bytes.length);
            return null;
        }
        while (true) {
            int start = at + 1;
            int end = start;
            while (bytes[end] != '\r') {
                end++;
            }
            byte type = bytes[at];
            at = end + 2;
            switch (type) {
                case '+', '(' -> {
                    return Arrays.copyOfRange(bytes, start, end);
                }
                case '-' -> {
                    return new RespError(new String(bytes, start, end - start, StandardCharsets.UTF_8));
                }
                case ':' -> {
                    return integer(start, end);
                }
                case '$' -> {
                    return bulk(start, end, 0);
                }
                case '=' -> {
                    return bulk(start, end, 4);
                }
                case '!' -> {
                    byte[] message = bulk(start, end, 0);
                    return new RespError(message == null ? "" : new String(message, StandardCharsets.UTF_8));
                }
                case '_' -> {
                    return null;
                }
                case ',' -> {
                    return decimal(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
                }
                case '#' -> {
                    return bytes[start] == 't';
                }
                case '*', '~' -> {
                    return list(Numbers.parse(bytes, start, end), depth);
                }
                case '%' -> {
                    return list(2 * Numbers.parse(bytes, start, end), depth);
                }
                case '>' -> list(Numbers.parse(bytes, start, end), depth); // nobody asked for it, so it answers nothing
                case '|' -> list(2 * Numbers.parse(bytes, start, end), depth);
                default -> throw new ProtocolException("a reply of an unknown type");
            }
        }
    }

    private Object integer(int start, int end) {
        long value = Numbers.parse(bytes, start, end);
        return value != Numbers.NONE
                ? value
                : Long.valueOf(new String(bytes, start, end - start, StandardCharsets.US_ASCII)); // of 19 digits
    }

    private byte @Nullable [] bulk(int start, int end, int skipped) {
        int length = (int) Numbers.parse(bytes, start, end);
        if (length < 0) {
            return null;
        }
        int from = Math.min(at + skipped, at + length);
        byte[] bulk = Arrays.copyOfRange(bytes, from, at + length);
        at += length + 2;
        return bulk;
    }

    private @Nullable List<Object> list(long count, int depth) {
        if (count < 0) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>((int) Math.min(count, 1_024));
        for (long i = 0; i < count; i++) {
            elements.add(value(depth + 1));
        }
        @SuppressWarnings({"NullAway", "unchecked"}) // a list of replies holds null replies; see Replies
        List<Object> replies = (List<Object>) (List<?>) elements;
        return replies;
    }

    private static double decimal(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
