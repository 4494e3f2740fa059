package io.github.dualwrite.listener.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes for one channel are gathered until the turn's end. What is large is not copied: it waits where it is, and goes out in pieces as the peer
 * takes them. That loop's thread only.
 */
public final class Outlet {

    /** From this many bytes on, an array that is written is kept instead of copied. */
    public static final int LARGE = 1 << 20;

    private static final int FIRST = 1 << 10;
    private static final int PIECE = 64 << 10;
    private static final int PIECES_AT_ONCE = 64;

    private final Channel channel;
    private final Turn turn;
    private final ArrayDeque<ByteBuffer> rest = new ArrayDeque<>(0);
    private long restBytes;
    private @Nullable ByteBuf gathered;
    private boolean listed;
    private boolean proceeding;
    private boolean closing;

    /** The way out to {@code channel}. */
    public Outlet(Channel channel, Turn turn) {
        this.channel = channel;
        this.turn = turn;
    }

    /** Copies bytes out of {@code bytes}, unless they are {@link #LARGE} or more: then the array must never be changed again. */
    public void write(byte[] bytes, int from, int length) {
        if (length >= LARGE || !rest.isEmpty()) {
            later(bytes, from, length);
            return;
        }
        ByteBuf into = gathered;
        if (into == null) {
            into = channel.alloc().directBuffer(Math.max(FIRST, length));
            gathered = into;
            list();
        }
        into.writeBytes(bytes, from, length);
        if (into.readableBytes() >= PIECE) {
            gathered = null;
            channel.write(into);
        }
    }

    /** As {@link #write(byte[], int, int)}, all of them. */
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    private void later(byte[] bytes, int from, int length) {
        rest.add(
                length >= LARGE
                        ? ByteBuffer.wrap(bytes, from, length)
                        : ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length)));
        restBytes += length;
        list();
    }

    private void list() {
        if (!listed) {
            listed = true;
            turn.written(this);
        }
    }

    void flush() {
        listed = false;
        ByteBuf last = gathered;
        if (last != null) {
            gathered = null;
            channel.write(last);
        }
        channel.flush();
        if (!rest.isEmpty()) {
            proceed();
        }
    }

    /** The peer has taken some, so that more of what is large can follow. */
    public void proceed() {
        if (rest.isEmpty() || proceeding || gathered != null) {
            return;
        }
        proceeding = true;
        for (int pieces = 0; pieces < PIECES_AT_ONCE && channel.isWritable(); pieces++) {
            ByteBuffer first = rest.peek();
            if (first == null) {
                break;
            }
            int length = Math.min(PIECE, first.remaining());
            channel.write(Unpooled.wrappedBuffer(first.slice(first.position(), length)));
            channel.flush();
            first.position(first.position() + length);
            restBytes -= length;
            if (!first.hasRemaining()) {
                rest.poll();
            }
        }
        proceeding = false;
        if (!channel.isActive()) {
            rest.clear();
            restBytes = 0;
        } else if (rest.isEmpty()) {
            closeIfWritten();
        } else if (channel.isWritable()) {
            turn.loop().execute(this::proceed); // others have their turn in between
        }
    }

    /** Closes the channel behind everything that has been written. */
    public void closeWhenWritten() {
        closing = true;
        closeIfWritten();
    }

    private void closeIfWritten() {
        if (closing && rest.isEmpty()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** How many bytes wait because the peer does not take them. */
    public long waiting() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        ByteBuf last = gathered;
        return restBytes
                + (outbound == null ? 0 : outbound.totalPendingWriteBytes())
                + (last == null ? 0 : last.readableBytes());
    }

    /** As {@link #waiting}, without what is large and going out now: however slowly it is taken, only what comes behind it can be too much. */
    public long waitingBehind() {
        ByteBuffer first = rest.peek();
        return waiting() - (first == null ? 0 : first.remaining());
    }

    /** Whether the peer takes what it is sent. */
    public boolean isFlowing() {
        return rest.isEmpty() && channel.isWritable();
    }
}
