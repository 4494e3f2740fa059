package io.github.dualwrite.jmh.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** What leaves over one channel at the end of the turn. */
final class Outbound {

    private static final int FIRST = 1 << 10;

    private final Channel channel;
    private final Turn turn;
    private @Nullable ByteBuf gathered;

    Outbound(Channel channel, Turn turn) {
        this.channel = channel;
        this.turn = turn;
    }

    void write(byte[] bytes, int from, int length) {
        ByteBuf into = gathered;
        if (into == null) {
            into = channel.alloc().directBuffer(Math.max(FIRST, length));
            gathered = into;
            turn.written(this);
        }
        into.writeBytes(bytes, from, length);
    }

    void flush() {
        ByteBuf last = gathered;
        if (last != null) {
            gathered = null;
            channel.writeAndFlush(last, channel.voidPromise());
        }
    }
}
