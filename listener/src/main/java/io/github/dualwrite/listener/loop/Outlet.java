package io.github.dualwrite.listener.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/** Where bytes for one channel are gathered until the turn's end. That loop's thread only. */
public final class Outlet {

    private static final int FIRST = 1 << 10;
    private static final int PIECE = 64 << 10;

    private final Channel channel;
    private final Turn turn;
    private @Nullable ByteBuf gathered;
    private boolean listed;

    /** The way out to {@code channel}. */
    public Outlet(Channel channel, Turn turn) {
        this.channel = channel;
        this.turn = turn;
    }

    /** Copies bytes out of {@code bytes}. */
    public void write(byte[] bytes, int from, int length) {
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

    /** Copies {@code bytes}. */
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
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
    }

    /** How many bytes wait because the peer does not take them. */
    public long waiting() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        ByteBuf last = gathered;
        return (outbound == null ? 0 : outbound.totalPendingWriteBytes()) + (last == null ? 0 : last.readableBytes());
    }

    /** Whether the peer takes what it is sent. */
    public boolean isFlowing() {
        return channel.isWritable();
    }
}
