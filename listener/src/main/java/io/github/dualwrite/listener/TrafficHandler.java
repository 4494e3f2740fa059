package io.github.dualwrite.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Queue;

/** Counts one client's commands, and takes the time from when each came in until its reply goes out. That channel's event loop only. */
final class TrafficHandler extends ChannelDuplexHandler {

    private final CountedTraffic traffic;
    private final Queue<Long> begun = new ArrayDeque<>();

    TrafficHandler(CountedTraffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        traffic.entered();
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        traffic.left();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object command) throws Exception {
        begun.add(System.nanoTime());
        traffic.received();
        super.channelRead(context, command);
    }

    @Override
    public void write(ChannelHandlerContext context, Object reply, ChannelPromise promise) throws Exception {
        Long since = begun.poll();
        if (since != null) {
            traffic.answers().record(System.nanoTime() - since);
        }
        super.write(context, reply, promise);
    }
}
