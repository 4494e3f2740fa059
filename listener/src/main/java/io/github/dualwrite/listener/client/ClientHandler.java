package io.github.dualwrite.listener.client;

import io.github.dualwrite.listener.access.Authenticator;
import io.github.dualwrite.listener.config.Limits;
import io.github.dualwrite.listener.loop.Inflow;
import io.github.dualwrite.listener.upstream.Upstreams;
import io.github.dualwrite.listener.wire.ProtocolException;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.RequestParser;
import io.github.dualwrite.listener.wire.Resp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's channel: bytes in, requests out. One that asks faster than it reads, or than the primary answers, is not read from until it has caught
 * up. Event loop of the channel only.
 */
public final class ClientHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ClientHandler.class);

    private final Clients clients;
    private final Upstreams upstreams;
    private final Requests requests;
    private final Authenticator authenticator;
    private final Inflow inflow;
    private final RequestParser parser;
    private @Nullable Client client;
    private @Nullable ChannelHandlerContext context;
    private boolean stalled;

    /** A client that connects now. */
    public ClientHandler(Clients clients, Upstreams upstreams, Requests requests, Authenticator authenticator) {
        this.clients = clients;
        this.upstreams = upstreams;
        this.requests = requests;
        this.authenticator = authenticator;
        this.inflow = new Inflow(upstreams.turn());
        this.parser = new RequestParser(
                clients.limits().maxCommandWords(), clients.limits().maxCommandBytes());
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        Profile profile = clients.enter(active.channel());
        if (profile == null) {
            active.writeAndFlush(Unpooled.wrappedBuffer(Resp.error("ERR max number of clients reached")))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Limits limits = clients.limits();
        Client entered = new Client(
                profile,
                active.channel(),
                upstreams,
                limits,
                clients.answers(),
                !authenticator.isRequired(),
                this::mayReadOn);
        profile.onKill(() -> entered.closeNow("killed or silent for too long"));
        client = entered;
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        Client from = client;
        if (from == null || from.isClosing()) {
            ((ByteBuf) message).release();
            return;
        }
        from.profile().active(System.nanoTime());
        inflow.add((ByteBuf) message, parser.needed());
        takeAll(from);
        if (inflow.kept() > clients.limits().maxQueryBuffer()) {
            from.closeNow("its query buffer is full");
        }
    }

    private void takeAll(Client from) {
        int count = 0;
        try {
            byte[] bytes = inflow.bytes();
            while (inflow.length() > 0 && !from.isClosing()) {
                if (from.mustWait()) {
                    stall(from);
                    break;
                }
                int length = parser.parse(bytes, inflow.from(), inflow.to(), from.isAuthenticated());
                if (length < 0) {
                    break;
                }
                inflow.skip(length);
                Request request = parser.request();
                if (request.size() > 0) {
                    count++;
                    requests.received(from, request);
                }
            }
        } catch (ProtocolException e) {
            from.protocolError(String.valueOf(e.getMessage()));
        }
        inflow.keep();
        parser.release();
        clients.received(count);
    }

    /** What has come waits. One that waits for one reply alone is still listened to, for it may go. */
    private void stall(Client from) {
        stalled = true;
        ChannelHandlerContext channel = context;
        if (channel != null && !from.isAlone()) {
            channel.channel().config().setAutoRead(false);
        }
    }

    private void mayReadOn() {
        Client from = client;
        ChannelHandlerContext channel = context;
        if (stalled && from != null && channel != null && !from.mustWait()) {
            stalled = false;
            channel.executor().execute(() -> readOn(channel, from));
        }
    }

    private void readOn(ChannelHandlerContext channel, Client from) {
        if (from.isClosing()) {
            return;
        }
        inflow.again();
        takeAll(from);
        if (!stalled) {
            channel.channel().config().setAutoRead(true);
            endIfNothingIsLeft(from);
        }
    }

    /** The client sends no more. It may still want its replies, as whoever pipes commands through a shell does. */
    @Override
    public void userEventTriggered(ChannelHandlerContext told, Object event) throws Exception {
        Client from = client;
        if (event instanceof ChannelInputShutdownEvent && from != null) {
            from.noMoreComes();
            endIfNothingIsLeft(from);
        }
        super.userEventTriggered(told, event);
    }

    private void endIfNothingIsLeft(Client from) {
        if (from.sendsNoMore() && !stalled) {
            from.closeWhenAnswered();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        Client reader = client;
        if (reader != null) {
            reader.readsOn();
        }
        mayReadOn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        Client last = client;
        if (last != null) {
            clients.leave(last.profile());
            last.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        log.debug("a client has gone: {}", cause.getMessage());
        failed.close();
    }
}
