package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.listener.wire.FrameScanner;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pipelined connection to a node of the primary, shared by clients. Event loop of this connection only, except {@link #send}, which any
 * event loop may call. Replies answer exchanges in the order they were sent.
 */
public final class UpstreamConnection extends ByteToMessageDecoder {

    /** A command or a block on its way, and who wants to know. Told on the connection's event loop, exactly once. */
    public interface Exchange {

        /** What is sent, in one piece. */
        List<Command> commands();

        /** About to be sent: from now on the primary may execute it. */
        void sending();

        /** A reply per command. */
        void replied(List<byte[]> replies);

        /**
         * No reply will come.
         *
         * @param connection what it was sent over, so that the primary may have executed it or will; {@code null} if it was not sent
         */
        void lost(@Nullable ConnectionId connection, String why);
    }

    private record Waiting(Exchange exchange, List<byte[]> replies, long sentAt) {}

    private static final long LOOK_MILLIS = 100;

    private final Node node;
    private ConnectionId id;
    private final long timeoutNanos;
    private final FrameScanner scanner = new FrameScanner();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Queue<Exchange> early = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private boolean ready;
    private boolean flushScheduled;
    private volatile @Nullable String closedBecause;
    private @Nullable Future<?> looking;

    UpstreamConnection(Node node, long timeoutNanos) {
        this.node = node;
        this.id = ConnectionId.unknown(node);
        this.timeoutNanos = timeoutNanos;
    }

    /** Sends an exchange; from any thread. Those of one caller are sent in the order of its calls. */
    void send(Channel channel, Exchange exchange) {
        if (channel.eventLoop().inEventLoop()) {
            sendNow(exchange);
        } else {
            channel.eventLoop().execute(() -> sendNow(exchange));
        }
    }

    private void sendNow(Exchange exchange) {
        String because = closedBecause;
        if (because != null) {
            exchange.lost(null, because);
        } else if (!ready) {
            early.add(exchange);
        } else {
            write(exchange);
            flushSoon();
        }
    }

    private void write(Exchange exchange) {
        ChannelHandlerContext channel = context;
        if (channel == null) {
            exchange.lost(null, "not connected");
            return;
        }
        exchange.sending();
        ByteBuf out = channel.alloc().buffer();
        for (Command command : exchange.commands()) {
            Resp.write(out, command);
        }
        waiting.add(new Waiting(exchange, new java.util.ArrayList<>(1), System.nanoTime()));
        channel.write(out);
    }

    /** Commands that arrive together leave together. */
    private void flushSoon() {
        ChannelHandlerContext channel = context;
        if (channel != null && !flushScheduled) {
            flushScheduled = true;
            channel.executor().execute(() -> {
                flushScheduled = false;
                channel.flush();
            });
        }
    }

    /** Sends what has to come before anything else. */
    void greet(Exchange exchange) {
        write(exchange);
        flushSoon();
    }

    /** What the primary calls this connection. */
    void identified(ConnectionId known) {
        id = known;
    }

    /** The connection is up, authenticated and identified. */
    void ready() {
        ready = true;
        Exchange exchange;
        while ((exchange = early.poll()) != null) {
            write(exchange);
        }
        flushSoon();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        this.context = added;
        this.looking = added.executor()
                .scheduleAtFixedRate(this::lookForTimeouts, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void lookForTimeouts() {
        Waiting oldest = waiting.peek();
        if (oldest != null && System.nanoTime() - oldest.sentAt() > timeoutNanos) {
            fail("no reply within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
        }
    }

    @Override
    protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out) {
        while (in.isReadable()) {
            int length = scanner.scan(in);
            if (length < 0) {
                return;
            }
            scanner.reset();
            byte[] reply = new byte[length];
            in.readBytes(reply);
            Waiting first = waiting.peek();
            if (first == null) {
                fail("sent a reply that nobody asked for");
                return;
            }
            first.replies().add(reply);
            if (first.replies().size() == first.exchange().commands().size()) {
                waiting.poll();
                first.exchange().replied(first.replies());
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) throws Exception {
        fail("connection closed");
        super.channelInactive(channel);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        fail(String.valueOf(cause.getMessage()));
    }

    /** Ends the connection; everything that waits is told. */
    void fail(String why) {
        if (closedBecause != null) {
            return;
        }
        String because = node + ": " + why;
        closedBecause = because;
        if (looking != null) {
            looking.cancel(false);
        }
        ChannelHandlerContext channel = context;
        if (channel != null) {
            channel.close();
        }
        Waiting sent;
        while ((sent = waiting.poll()) != null) {
            sent.exchange().lost(id, because);
        }
        Exchange unsent;
        while ((unsent = early.poll()) != null) {
            unsent.lost(null, because);
        }
    }

    boolean isClosed() {
        return closedBecause != null;
    }
}
