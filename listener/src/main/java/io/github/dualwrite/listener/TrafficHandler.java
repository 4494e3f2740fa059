package io.github.dualwrite.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Takes the time from when a client's bytes come in until the first reply to them goes out; of commands that come together, that of the first. That
 * channel's event loop only.
 */
final class TrafficHandler extends ChannelDuplexHandler {

    private final CountedTraffic traffic;
    private long since;
    private boolean waiting;

    TrafficHandler(CountedTraffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (!waiting) {
            waiting = true;
            since = System.nanoTime();
        }
        super.channelRead(context, bytes);
    }

    @Override
    public void write(ChannelHandlerContext context, Object replies, ChannelPromise promise) throws Exception {
        if (waiting) {
            waiting = false;
            traffic.answers().record(System.nanoTime() - since);
        }
        super.write(context, replies, promise);
    }
}
