package io.github.dualwrite.listener.wire;

import io.github.dualwrite.resp.Command;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * From a client's bytes to commands: arrays of bulk strings, or inline words. Event loop of the client's channel only.
 *
 * <p>Anything else is a protocol error, which {@link ClientSession} answers before it closes the connection.
 */
public final class RequestDecoder extends ByteToMessageDecoder {

    private static final int MAX_INLINE = 64 << 10;
    private static final int MAX_WORDS = 1 << 20;
    private static final int TRUSTED_WORDS = 1_024;
    private static final int MAX_BULK = 512 << 20;

    private final FrameScanner scanner = new FrameScanner();

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.isReadable()) {
            if (in.getByte(in.readerIndex()) != '*') {
                if (!inline(in, out)) {
                    return;
                }
                continue;
            }
            int length = scanner.scan(in);
            if (length < 0) {
                return;
            }
            scanner.reset();
            array(in.readSlice(length), out);
        }
    }

    private static boolean inline(ByteBuf in, List<Object> out) {
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        if (end < 0) {
            if (in.readableBytes() > MAX_INLINE) {
                throw new IllegalArgumentException("too big inline request");
            }
            return false;
        }
        String line = in.readCharSequence(end - in.readerIndex(), StandardCharsets.ISO_8859_1)
                .toString();
        in.skipBytes(1);
        String[] words = line.strip().split("\\s+");
        if (!words[0].isEmpty()) {
            byte[][] bytes = new byte[words.length][];
            for (int i = 0; i < words.length; i++) {
                bytes[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
            }
            out.add(Command.of(bytes));
        }
        return true;
    }

    private static void array(ByteBuf frame, List<Object> out) {
        long count = header(frame, '*', MAX_WORDS, "invalid multibulk length");
        if (count <= 0) {
            return; // servers ignore an empty command, too
        }
        List<byte[]> words = new java.util.ArrayList<>((int) Math.min(count, TRUSTED_WORDS));
        for (long i = 0; i < count; i++) {
            long length = header(frame, '$', MAX_BULK, "invalid bulk length");
            if (length < 0) {
                throw new IllegalArgumentException("invalid bulk length");
            }
            byte[] word = new byte[(int) length];
            frame.readBytes(word);
            frame.skipBytes(2);
            words.add(word);
        }
        if (words.get(0).length == 0) {
            throw new IllegalArgumentException("empty command name");
        }
        out.add(Command.of(words.toArray(new byte[0][])));
    }

    private static long header(ByteBuf frame, char type, long max, String problem) {
        int start = frame.readerIndex();
        if (frame.getByte(start) != type) {
            throw new IllegalArgumentException("expected '" + type + "', got '" + (char) frame.getByte(start) + "'");
        }
        int end = frame.indexOf(start, frame.writerIndex(), (byte) '\n');
        long value = FrameScanner.number(frame, start + 1, end, max, problem);
        frame.readerIndex(end + 1);
        return value;
    }
}
