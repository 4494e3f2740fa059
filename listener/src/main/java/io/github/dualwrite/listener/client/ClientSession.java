package io.github.dualwrite.listener.client;

import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.listener.command.Client;
import io.github.dualwrite.listener.command.Dispatcher;
import io.github.dualwrite.listener.command.PendingReply;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its commands in, its replies out, in the order of the commands whatever order they become ready in. Event loop of the client's
 * channel only, except that a {@link PendingReply} may be filled anywhere.
 *
 * <p>A client that asks faster than it reads, or than the primary answers, is not read from until it has caught up.
 */
public final class ClientSession extends SimpleChannelInboundHandler<Command> implements Client {

    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    private static final int MOST_WAITING = 4_096;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Dispatcher dispatcher;
    private final int number = NUMBERS.incrementAndGet();
    private final Queue<PendingReply> replies = new ArrayDeque<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private @Nullable List<Command> block;
    private boolean blockIsSpoilt;
    private boolean closing;
    private String name = "";

    /** A client whose commands go to {@code dispatcher}. */
    public ClientSession(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void name(String value) {
        this.name = value;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Command command) {
        if (closing) {
            return;
        }
        PendingReply reply = new PendingReply(() -> drainSoon(context));
        replies.add(reply);
        if (replies.size() >= MOST_WAITING) {
            context.channel().config().setAutoRead(false);
        }
        try {
            if (!transaction(command, reply)) {
                dispatcher.dispatch(this, command, reply);
            }
        } catch (RefusedCommandException e) {
            blockIsSpoilt = block != null;
            reply.done(Resp.error("ERR dualwrite: " + e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{} failed", command, e);
            reply.done(Resp.error("ERR dualwrite: " + command.name() + " failed inside of the listener"));
        }
        if (command.name().equals("QUIT")) {
            closing = true;
        }
    }

    /** {@code MULTI} is kept here and sent as one piece with {@code EXEC}. Returns whether the command is dealt with. */
    private boolean transaction(Command command, PendingReply reply) {
        List<Command> queued = block;
        switch (command.name()) {
            case "MULTI" -> {
                if (queued != null) {
                    reply.done(Resp.error("ERR MULTI calls can not be nested"));
                } else {
                    block = new ArrayList<>();
                    blockIsSpoilt = false;
                    reply.done(Resp.OK);
                }
                return true;
            }
            case "DISCARD" -> {
                reply.done(queued == null ? Resp.error("ERR DISCARD without MULTI") : Resp.OK);
                block = null;
                return true;
            }
            case "EXEC" -> {
                block = null;
                if (queued == null) {
                    reply.done(Resp.error("ERR EXEC without MULTI"));
                } else if (blockIsSpoilt) {
                    reply.done(Resp.error("EXECABORT Transaction discarded because of previous errors."));
                } else {
                    dispatcher.execute(this, queued, reply);
                }
                return true;
            }
            default -> {
                if (queued == null || command.name().equals("QUIT")) {
                    return false;
                }
                dispatcher.check(command);
                queued.add(command);
                reply.done(Resp.QUEUED);
                return true;
            }
        }
    }

    /** Many replies that become ready together are written together. */
    private void drainSoon(ChannelHandlerContext context) {
        if (draining.compareAndSet(false, true)) {
            context.executor().execute(() -> drain(context));
        }
    }

    private void drain(ChannelHandlerContext context) {
        draining.set(false);
        boolean any = false;
        PendingReply first;
        byte[] bytes;
        while ((first = replies.peek()) != null && (bytes = first.bytes()) != null) {
            replies.poll();
            ByteBuf out = context.alloc().buffer(bytes.length);
            out.writeBytes(bytes);
            context.write(out);
            any = true;
        }
        if (any) {
            context.flush();
        }
        if (closing && replies.isEmpty()) {
            context.close();
        }
        readOn(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        readOn(context);
    }

    private void readOn(ChannelHandlerContext context) {
        boolean mayRead = replies.size() < MOST_WAITING / 2 && context.channel().isWritable();
        boolean mustStop = replies.size() >= MOST_WAITING || !context.channel().isWritable();
        if (mayRead) {
            context.channel().config().setAutoRead(true);
        } else if (mustStop) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        closing = true;
        if (cause instanceof DecoderException && cause.getCause() instanceof IllegalArgumentException problem) {
            byte[] error = Resp.error("ERR Protocol error: " + problem.getMessage());
            context.writeAndFlush(context.alloc().buffer(error.length).writeBytes(error))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            log.debug("client {} has gone: {}", number, cause.getMessage());
            context.close();
        }
    }
}
