package io.github.dualwrite.message;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes on one secondary what was published on the primary, in the order in which it was handed over, on a thread of its own. At most once: what
 * cannot be published at once is dropped and counted, as a subscriber that is not there misses it, too. Handing over never waits. Safe for any thread.
 */
public final class Forwarder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    private static final int MOST_WAITING = 10_000;
    private static final long MOST_BYTES = 16L << 20;

    private final ClusterView view;
    private final Queue<Command> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** For the target that {@code view} shows. */
    public Forwarder(ClusterView view) {
        this.view = view;
        this.thread = new Thread(this::run, "dualwrite-messages-" + view.name());
        thread.setDaemon(true);
    }

    /** Begins to publish what is handed over. */
    public void start() {
        thread.start();
    }

    /** Takes over {@code PUBLISH} or {@code SPUBLISH} with its words; more than can be held are dropped. */
    public void forward(Command message) {
        long size = message.bytes();
        if (closed || waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
        } else if (bytes.addAndGet(size) > MOST_BYTES) {
            bytes.addAndGet(-size);
            waiting.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            queue.add(message);
            LockSupport.unpark(thread);
        }
    }

    /** Counts one that nobody may publish: whether the primary did is not known. */
    public void drop() {
        dropped.incrementAndGet();
    }

    /** Whether everything handed over was published or dropped. */
    public boolean isIdle() {
        return waiting.get() == 0;
    }

    /** What became of them so far. */
    public MessageStatus status() {
        return new MessageStatus(forwarded.get(), dropped.get());
    }

    private void run() {
        try (Links links = view.links()) {
            while (!closed) {
                Command message = queue.poll();
                if (message == null) {
                    LockSupport.park(this);
                } else {
                    publish(links, message);
                }
            }
        }
        while (queue.poll() != null) {
            dropped.incrementAndGet();
            waiting.decrementAndGet();
        }
    }

    /** One at a time: the next one may go to another node, and must not overtake. */
    private void publish(Links links, Command message) {
        boolean done = false;
        try {
            done = attempt(links, message, true);
        } catch (RuntimeException e) {
            log.warn("{}: a message was dropped", view.name(), e);
        } finally {
            (done ? forwarded : dropped).incrementAndGet();
            bytes.addAndGet(-message.bytes());
            waiting.decrementAndGet();
        }
    }

    private boolean attempt(Links links, Command message, boolean first) {
        NodeConnection connection = connection(links, message);
        if (connection == null) {
            return false;
        }
        try {
            if (!(connection.call(message.words()) instanceof RespError error)) {
                return true;
            }
            log.debug("{}: {} answered {}", view.name(), connection.node(), error.message());
            if (first && error.code().equals("MOVED")) {
                view.topology().refresh();
                return attempt(links, message, false);
            }
            return false;
        } catch (IOException e) {
            if (connection.isBroken()) {
                links.broke(connection.node(), e);
            }
            return false;
        }
    }

    /** To the node of a shard channel, or to any: the nodes pass the other messages on among themselves. The same one each time, for their order. */
    private @Nullable NodeConnection connection(Links links, Command message) {
        SlotMap map = view.topology().map();
        if (message.name().equals("SPUBLISH")) {
            Node owner = map.owner(Slots.of(message.word(1)));
            return owner == null ? null : links.to(owner);
        }
        for (Node node : map.primaries()) {
            NodeConnection connection = links.to(node);
            if (connection != null) {
                return connection;
            }
        }
        return null;
    }

    /** What still waits is dropped. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
