package io.github.dualwrite.listener;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.listener.loop.Turn;
import io.github.dualwrite.listener.upstream.Dialer;
import io.github.dualwrite.listener.upstream.Upstreams;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The threads that serve clients, each with connections of its own to the primary. Safe for any thread. */
final class Loops implements AutoCloseable {

    private static final long LAST_REPLIES_NANOS = 2_000_000_000;

    private final EventLoopGroup group;
    private final Map<EventExecutor, Upstreams> upstreams = new HashMap<>();

    /** @throws IOException if the primary's TLS settings cannot be used */
    Loops(int threads, Transport transport, Target primary, Engine engine) throws IOException {
        Dialer dialer = new Dialer(primary, transport.client());
        this.group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("dualwrite-client"), transport.handlers());
        for (EventExecutor loop : group) {
            upstreams.put(loop, new Upstreams(dialer, engine, new Turn((EventLoop) loop)));
        }
    }

    EventLoopGroup group() {
        return group;
    }

    /** The connections of a loop of this group. */
    Upstreams of(EventLoop loop) {
        Upstreams found = upstreams.get(loop);
        if (found == null) {
            throw new IllegalArgumentException("a loop of another group");
        }
        return found;
    }

    /** Waits for what is under way, for a moment at most, and ends every connection to the primary. */
    void closeConnections() {
        long deadline = System.nanoTime() + LAST_REPLIES_NANOS;
        for (Map.Entry<EventExecutor, Upstreams> each : upstreams.entrySet()) {
            Upstreams connections = each.getValue();
            while (System.nanoTime() - deadline < 0 && !isIdle(each.getKey(), connections)) {
                LockSupport.parkNanos(1_000_000);
            }
            each.getKey().submit(connections::close).awaitUninterruptibly(1_000);
        }
    }

    private static boolean isIdle(EventExecutor loop, Upstreams connections) {
        var answer = loop.submit(connections::isIdle).awaitUninterruptibly();
        return !answer.isSuccess() || Boolean.TRUE.equals(answer.getNow());
    }

    /** Ends every connection, and then the threads. */
    @Override
    public void close() {
        closeConnections();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
