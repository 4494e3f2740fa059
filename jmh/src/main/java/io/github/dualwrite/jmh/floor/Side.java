package io.github.dualwrite.jmh.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A channel of a loop: frames in, and what leaves at the end of the turn. */
abstract class Side extends ChannelInboundHandlerAdapter {

    final Turn turn;
    private byte[] left = {};
    private @Nullable Outbound out;

    Side(Turn turn) {
        this.turn = turn;
    }

    /** Deals with the frame that begins at {@code from}. Returns where it ends, or -1 if that has not come. */
    abstract int frame(byte[] bytes, int from, int to);

    void write(byte[] bytes, int from, int to) {
        Objects.requireNonNull(out).write(bytes, from, to - from);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        out = new Outbound(context.channel(), turn);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        int to = left.length + ((ByteBuf) message).readableBytes();
        byte[] bytes = turn.bytes((ByteBuf) message, left);
        int from = 0;
        for (int end = frame(bytes, from, to); end > 0; end = frame(bytes, from, to)) {
            from = end;
        }
        left = Turn.left(bytes, from, to);
    }
}
