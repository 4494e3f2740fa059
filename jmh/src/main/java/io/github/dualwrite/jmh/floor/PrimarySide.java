package io.github.dualwrite.jmh.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A loop's only connection to one node of the primary. */
final class PrimarySide extends ChannelInboundHandlerAdapter {

    private final Turn turn;
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private byte[] left = {};
    private @Nullable Outbound out;

    PrimarySide(Turn turn) {
        this.turn = turn;
    }

    void forward(Answer answer, byte[] bytes, int from, int to) {
        waiting.add(answer);
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
        for (int end = Frames.end(bytes, from, to); end > 0; end = Frames.end(bytes, from, to)) {
            Answer first = waiting.remove();
            first.client.answer(first, bytes, from, end);
            from = end;
        }
        left = Turn.left(bytes, from, to);
    }
}
