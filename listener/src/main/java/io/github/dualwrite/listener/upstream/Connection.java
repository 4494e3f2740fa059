package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.listener.loop.Inflow;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.loop.Turn;
import io.github.dualwrite.listener.wire.ProtocolException;
import io.github.dualwrite.listener.wire.ReplyScanner;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to a node of the primary, on the loop of the clients that use it. Replies answer exchanges in the order in which they were
 * sent. That loop's thread only.
 */
public final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private static final long LOOK_MILLIS = 100;
    private static final long BUSY_NANOS = 5 * LOOK_MILLIS * 1_000_000;

    private final Node node;
    private final int protocol;
    private final int stream;
    private final long timeoutNanos;
    private final Inflow inflow;
    private final ReplyScanner scanner = new ReplyScanner();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final ArrayDeque<Exchange> early = new ArrayDeque<>();
    private final Runnable onEnd;
    private final Turn turn;
    private @Nullable Channel channel;
    private @Nullable Outlet out;
    private @Nullable FrameSink sink;
    private @Nullable Future<?> looking;
    private @Nullable String ended;
    private boolean ready;
    private boolean patient;
    private long progressAt;
    private long unsent;
    private long lookedAt;
    private ConnectionId id;

    /**
     * @param protocol 2 or 3
     * @param stream the engine's number of the order that this connection keeps, or 0
     * @param onEnd told when it has ended and everything that waited has been told
     */
    Connection(Node node, int protocol, int stream, long timeoutNanos, Turn turn, Runnable onEnd) {
        this.node = node;
        this.protocol = protocol;
        this.stream = stream;
        this.timeoutNanos = timeoutNanos;
        this.turn = turn;
        this.inflow = new Inflow(turn);
        this.id = ConnectionId.unknown(node);
        this.onEnd = onEnd;
    }

    /** The node at its other end. */
    public Node node() {
        return node;
    }

    /** The version of the protocol that it speaks. */
    public int protocol() {
        return protocol;
    }

    /** The engine's number for the order of what is sent here. */
    public int stream() {
        return stream;
    }

    /** What the server calls it, as far as that is known. */
    public ConnectionId id() {
        return id;
    }

    /** Whether it has ended, and will answer nothing any more. */
    public boolean isEnded() {
        return ended != null;
    }

    /** Whether nothing waits for a reply. */
    public boolean isIdle() {
        return waiting.isEmpty() && early.isEmpty();
    }

    /** Replies may take as long as they like: somebody waits for something to happen. */
    public void patient(boolean value) {
        patient = value;
        progressAt = System.nanoTime();
    }

    /** Frames that answer no exchange go to {@code taker}, or nowhere. */
    public void sink(@Nullable FrameSink taker) {
        sink = taker;
    }

    /** Sends what {@code exchange} writes, after everything that was handed over before. */
    public void send(Exchange exchange) {
        String why = ended;
        Outlet to = out;
        if (why != null) {
            exchange.lost(why);
        } else if (!ready || to == null) {
            early.add(exchange);
        } else {
            write(exchange, to);
        }
    }

    private void write(Exchange exchange, Outlet to) {
        if (waiting.isEmpty()) {
            progressAt = System.nanoTime();
        }
        waiting.add(exchange);
        exchange.sendNow(this, to);
    }

    /** Sends what answers nobody: the words of a subscription. */
    public void sendUnanswered(byte[] frame) {
        Outlet to = out;
        if (to != null && ready) {
            to.write(frame);
        } else if (ended == null) {
            early.add(new Unanswered(frame));
        }
    }

    private static final class Unanswered extends Exchange {

        private final byte[] frame;

        Unanswered(byte[] frame) {
            this.frame = frame;
        }

        @Override
        protected void send(Connection connection, Outlet to) {
            to.write(frame);
        }

        @Override
        protected void replied(byte[] bytes, int from, int to) {}

        @Override
        protected void lost(@Nullable ConnectionId over, String why) {}
    }

    /** Sends what has to come before anything else. */
    void greet(Exchange exchange) {
        Outlet to = out;
        if (to == null || ended != null) {
            exchange.lost("not connected");
        } else {
            write(exchange, to);
        }
    }

    /** The connection is up and has introduced itself. */
    void ready(ConnectionId known) {
        Outlet to = out;
        if (ended != null || to == null) {
            return;
        }
        id = known;
        ready = true;
        for (Exchange exchange = early.poll(); exchange != null; exchange = early.poll()) {
            if (exchange instanceof Unanswered) {
                exchange.sendNow(this, to);
            } else {
                write(exchange, to);
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        out = new Outlet(context.channel(), turn);
        progressAt = System.nanoTime();
        looking = context.executor().scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Outlet to = out;
        long left = to == null ? 0 : to.waiting();
        long now = System.nanoTime();
        // a large value on its way is no silence, and while this loop was busy with one nobody listened
        if (left < unsent || now - lookedAt > BUSY_NANOS) {
            progressAt = now;
        }
        lookedAt = now;
        unsent = left;
        if (!waiting.isEmpty() && !patient && now - progressAt > timeoutNanos) {
            end("no reply within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inflow.add((ByteBuf) message, scanner.needed());
        progressAt = System.nanoTime();
        try {
            byte[] bytes = inflow.bytes();
            while (ended == null && inflow.length() > 0) {
                int length = scanner.scan(bytes, inflow.from(), inflow.to());
                if (length < 0) {
                    break;
                }
                int from = inflow.from();
                inflow.skip(length);
                frame(bytes, from, from + length);
            }
        } catch (ProtocolException e) {
            end("sent what is not RESP: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("{}: a reply could not be dealt with", node, e);
            end("a reply could not be dealt with");
        }
        inflow.keep();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Outlet to = out;
        if (to != null) {
            to.proceed();
        }
    }

    private void frame(byte[] bytes, int from, int to) {
        FrameSink taker = sink;
        Exchange first = bytes[from] == '>' ? null : waiting.poll();
        if (first != null) {
            try {
                first.replied(bytes, from, to);
            } catch (RuntimeException e) {
                first.lost(node + ": a reply could not be dealt with"); // it waits in no queue any more
                throw e;
            }
        } else if (taker != null) {
            taker.frame(bytes, from, to);
        } else if (bytes[from] != '>') {
            end("sent a reply that nobody asked for");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(String.valueOf(cause.getMessage()));
    }

    /** Ends the connection; everything that waits is told. */
    public void end(String why) {
        if (ended != null) {
            return;
        }
        String because = node + ": " + why;
        ended = because;
        if (looking != null) {
            looking.cancel(false);
        }
        if (channel != null) {
            channel.close();
        }
        for (Exchange sent = waiting.poll(); sent != null; sent = waiting.poll()) {
            sent.lost(because);
        }
        for (Exchange unsent = early.poll(); unsent != null; unsent = early.poll()) {
            unsent.lost(because);
        }
        FrameSink taker = sink;
        if (taker != null) {
            sink = null;
            taker.ended(because);
        }
        onEnd.run();
    }
}
