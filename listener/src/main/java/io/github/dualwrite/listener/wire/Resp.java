package io.github.dualwrite.listener.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The replies that the listener makes itself, as bytes, and what can be told of a reply at its first byte. */
public final class Resp {

    /** What a command answers that has nothing to say. */
    public static final byte[] OK = simple("OK");

    /** An array without elements. */
    public static final byte[] EMPTY_ARRAY = ascii("*0\r\n");

    private static final byte[] NULL_2 = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY_2 = ascii("*-1\r\n");
    private static final byte[] NULL_3 = ascii("_\r\n");

    private Resp() {}

    /** A simple string. */
    public static byte[] simple(String text) {
        return ascii("+" + text + "\r\n");
    }

    /** An error; line breaks, which would end it early, become spaces. */
    public static byte[] error(String message) {
        return ("-" + message.replace('\r', ' ').replace('\n', ' ') + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** An integer. */
    public static byte[] integer(long value) {
        return ascii(":" + value + "\r\n");
    }

    /** A bulk string. */
    public static byte[] bulk(byte[] value) {
        return join(List.of(ascii("$" + value.length + "\r\n"), value, ascii("\r\n")));
    }

    /** A bulk string. */
    public static byte[] bulk(String value) {
        return bulk(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Text that is meant for people: a verbatim string where there are such. */
    public static byte[] verbatim(int protocol, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return protocol < 3
                ? bulk(bytes)
                : join(List.of(ascii("=" + (bytes.length + 4) + "\r\ntxt:"), bytes, ascii("\r\n")));
    }

    /** The null bulk string. */
    public static byte[] nothing(int protocol) {
        return protocol < 3 ? NULL_2 : NULL_3;
    }

    /** The null array. */
    public static byte[] nullArray(int protocol) {
        return protocol < 3 ? NULL_ARRAY_2 : NULL_3;
    }

    /** An array of replies that are bytes already. */
    public static byte[] array(Collection<byte[]> replies) {
        return aggregate('*', replies.size(), replies);
    }

    /** An array of bulk strings. */
    public static byte[] texts(Collection<String> texts) {
        return array(texts.stream().map(Resp::bulk).toList());
    }

    /** Keys and values that are bytes already: a map where there are such, otherwise an array. */
    public static byte[] map(int protocol, List<byte[]> keysAndValues) {
        return protocol < 3 ? array(keysAndValues) : aggregate('%', keysAndValues.size() / 2, keysAndValues);
    }

    private static byte[] aggregate(char type, int count, Collection<byte[]> replies) {
        List<byte[]> parts = new ArrayList<>(replies.size() + 1);
        parts.add(ascii(type + Integer.toString(count) + "\r\n"));
        parts.addAll(replies);
        return join(parts);
    }

    /** Whether the reply that begins at {@code from} is an error. */
    public static boolean isError(byte[] bytes, int from) {
        return bytes[from] == '-' || bytes[from] == '!';
    }

    /** Whether a reply is an error. */
    public static boolean isError(byte[] reply) {
        return isError(reply, 0);
    }

    /** The first line of the reply between {@code from} and {@code to}, without its type. */
    public static String line(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\r') {
            end++;
        }
        return new String(bytes, from + 1, Math.max(0, end - from - 1), StandardCharsets.UTF_8);
    }

    /** The first line of a reply, without its type. */
    public static String line(byte[] reply) {
        return line(reply, 0, reply.length);
    }

    /** The text of a bulk string of one line. */
    public static String secondLine(byte[] bulk) {
        int start = 0;
        while (bulk[start] != '\n') {
            start++;
        }
        return line(bulk, start, bulk.length);
    }

    /** Pieces one after the other. */
    public static byte[] join(Collection<byte[]> parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int position = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, position, part.length);
            position += part.length;
        }
        return joined;
    }

    /** Protocol words as bytes. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
