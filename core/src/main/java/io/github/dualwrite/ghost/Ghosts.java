package io.github.dualwrite.ghost;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broken connections of one target. A command that was sent over a connection that broke may still lie in the server's buffers or in the
 * network, and is executed whenever the server gets to it. A thread of its own makes an end of each such connection ({@link LastRites}) and tells
 * who waits for that. Safe for any thread.
 *
 * <p>A node that has left the map and does not answer has been replaced. Should it come back and execute what it was sent, it changes data that it
 * gives up, as it takes those of whoever replaced it. What it was sent is told of a last time when the map can no longer be an old one.
 *
 * <p>Where the end cannot be proved, because the server does not let its users ask, nobody waits; but what was sent is told of again 1, 10 and 60
 * seconds later.
 */
public final class Ghosts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ghosts.class);

    /** What was lost on one connection within this time is one ghost, so that who loses a long pipeline has one and not thousands. */
    private static final long TOGETHER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long[] UNPROVED = seconds(1, 10, 60);

    /** So long the map may still be an older one than what it replaces. */
    private static final long[] REPLACED = seconds(1, 5);

    private final ClusterView view;
    private final LongSupplier nanoTime;
    private final LastRites rites;
    private final Map<ConnectionId, Ghost> latest = new ConcurrentHashMap<>();
    private final Set<Ghost> open = ConcurrentHashMap.newKeySet();
    private final List<HeldKeys> holders = new CopyOnWriteArrayList<>();
    private final AtomicLong ended = new AtomicLong();
    private final Thread thread;
    private volatile boolean blind;
    private volatile boolean stopping;

    /** The ghosts of a target. {@code nanoTime}: a monotonic clock. */
    public Ghosts(ClusterView view, LongSupplier nanoTime) {
        this.view = view;
        this.nanoTime = nanoTime;
        this.rites = new LastRites(view);
        this.thread = new Thread(this::run, "dualwrite-ghosts-" + view.name());
        this.thread.setDaemon(true);
    }

    /** Starts the thread; what was lost before is looked at then. */
    public void start() {
        thread.start();
    }

    void tell(HeldKeys holder) {
        holders.add(holder);
    }

    /** The ghost of a connection that has just broken. */
    Ghost of(ConnectionId connection) {
        long now = nanoTime.getAsLong();
        Ghost ghost = latest.compute(connection, (id, known) -> {
            if (known != null && !known.over && now - known.since < TOGETHER_NANOS) {
                return known;
            }
            Ghost fresh = new Ghost(id, now);
            open.add(fresh);
            return fresh;
        });
        LockSupport.unpark(thread);
        return ghost;
    }

    /** How many connections were brought to a proved end. */
    long ended() {
        return ended.get();
    }

    /** Whether the server was found not to say what became of a connection. */
    boolean isBlind() {
        return blind;
    }

    private void run() {
        while (!stopping) {
            try {
                Set<Node> silent = ConcurrentHashMap.newKeySet();
                for (Ghost ghost : open) {
                    look(ghost, silent);
                }
                rites.close();
            } catch (RuntimeException e) {
                log.error("{}: unexpected failure, broken connections are looked at again", view.name(), e);
            }
            LockSupport.parkNanos(open.isEmpty() ? REST_NANOS : LOOK_NANOS);
        }
        rites.close();
    }

    /** @param silent nodes that have failed to answer in this round */
    private void look(Ghost ghost, Set<Node> silent) {
        if (stopping) {
            return;
        }
        if (ghost.endless) {
            mark(ghost);
            return;
        }
        Node node = ghost.connection.node();
        if (silent.contains(node)) {
            return;
        }
        try {
            switch (rites.attempt(ghost.connection)) {
                case OVER -> {
                    ended.incrementAndGet();
                    over(ghost);
                }
                case LATER -> silent.add(node);
                case FORBIDDEN -> {
                    if (!blind) {
                        blind = true;
                        log.warn(
                                "{}: the server does not say what became of a broken connection (expected: CLIENT ID, and CLIENT KILL or"
                                        + " CLIENT LIST allowed): what was sent over it is copied again 1, 10 and 60 seconds later instead",
                                view.name());
                    }
                    becomesEndless(ghost, UNPROVED);
                }
                case NO_SERVER -> becomesEndless(ghost, REPLACED);
            }
        } catch (IOException e) {
            silent.add(node);
            log.debug("{}: a broken connection is looked at again: {}", view.name(), e.getMessage());
        }
    }

    private static long[] seconds(long... distances) {
        return LongStream.of(distances).map(TimeUnit.SECONDS::toNanos).toArray();
    }

    private void becomesEndless(Ghost ghost, long[] distances) {
        ghost.distances = distances;
        ghost.endless = true;
        holders.forEach(holder -> holder.again(ghost));
    }

    private void mark(Ghost ghost) {
        long age = nanoTime.getAsLong() - ghost.since;
        int due = ghost.marks;
        while (due < ghost.distances.length && age >= ghost.distances[due]) {
            due++;
        }
        if (due == ghost.distances.length) {
            over(ghost);
        } else if (due > ghost.marks) {
            ghost.marks = due;
            holders.forEach(holder -> holder.again(ghost));
        }
    }

    private void over(Ghost ghost) {
        ghost.over = true; // before the holders are told: who comes too late for them looks for himself
        latest.remove(ghost.connection, ghost);
        open.remove(ghost);
        holders.forEach(holder -> holder.over(ghost));
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        LockSupport.unpark(thread);
    }
}
