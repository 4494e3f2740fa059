package io.github.dualwrite.listener.wire;

import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespReader;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replies and commands as bytes. */
public final class Resp {

    public static final byte[] OK = simple("OK");
    public static final byte[] PONG = simple("PONG");
    public static final byte[] QUEUED = simple("QUEUED");
    public static final byte[] NULL = ascii("$-1\r\n");
    public static final byte[] EMPTY_ARRAY = ascii("*0\r\n");

    private Resp() {}

    public static byte[] simple(String text) {
        return ascii("+" + text + "\r\n");
    }

    /** An error; line breaks, which would end it early, become spaces. */
    public static byte[] error(String message) {
        return ("-" + message.replace('\r', ' ').replace('\n', ' ') + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] integer(long value) {
        return ascii(":" + value + "\r\n");
    }

    public static byte[] bulk(byte[] value) {
        return join(List.of(ascii("$" + value.length + "\r\n"), value, ascii("\r\n")));
    }

    public static byte[] bulk(String value) {
        return bulk(value.getBytes(StandardCharsets.UTF_8));
    }

    /** An array of replies that are bytes already. */
    public static byte[] array(List<byte[]> replies) {
        List<byte[]> parts = new java.util.ArrayList<>(replies.size() + 1);
        parts.add(ascii("*" + replies.size() + "\r\n"));
        parts.addAll(replies);
        return join(parts);
    }

    public static boolean isError(byte[] reply) {
        return reply.length > 0 && reply[0] == '-';
    }

    /** An error's text without the minus sign. */
    public static String errorText(byte[] reply) {
        return new String(reply, 1, Math.max(0, reply.length - 3), StandardCharsets.UTF_8);
    }

    /** A whole reply as {@link io.github.dualwrite.resp.Replies} says. */
    public static @Nullable Object parse(byte[] reply) {
        try {
            return new RespReader(new ByteArrayInputStream(reply)).read();
        } catch (IOException e) {
            throw new UncheckedIOException("a reply that was a whole frame cannot be read", e);
        }
    }

    public static void write(ByteBuf out, Command command) {
        header(out, '*', command.size());
        for (byte[] word : command.words()) {
            header(out, '$', word.length);
            out.writeBytes(word);
            out.writeByte('\r').writeByte('\n');
        }
    }

    private static void header(ByteBuf out, char type, int number) {
        out.writeByte(type);
        out.writeCharSequence(Integer.toString(number), StandardCharsets.US_ASCII);
        out.writeByte('\r').writeByte('\n');
    }

    private static byte[] join(List<byte[]> parts) {
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

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
