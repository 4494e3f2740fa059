package io.github.dualwrite.net;

import io.github.dualwrite.capability.Capabilities;
import io.github.dualwrite.event.EventLog;
import io.github.dualwrite.resp.RespError;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target as it is seen at run time: how to reach it, who owns which slot, who does not answer. A thread of its own learns the slot map,
 * learns it again when somebody calls {@link #refreshSoon}, and probes nodes that are down until they answer; nobody else waits for any of it.
 * Safe for any thread.
 */
public final class ClusterView implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClusterView.class);

    /** Looks at the nodes of a target; on the view's thread. */
    public interface Look {

        /** @throws IOException if some node could not be looked at; it is tried again */
        void at(SlotMap map) throws IOException;
    }

    private static final long LEAST_REST_NANOS = 50_000_000;
    private static final long LOOK_EVERY_NANOS = 2_000_000_000L;
    private static final long REST_NANOS = 200_000_000;
    private static final long REFRESH_EVERY_NANOS = 30_000_000_000L;

    private final String name;
    private final Connector connector;
    private final Topology topology;
    private final Retry retry;
    private final NodeStates states;
    private final Capabilities capabilities;
    private final EventLog events;
    private final List<Consumer<SlotMap>> onMap = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile @Nullable Look look;
    private volatile @Nullable Runnable afterwards;
    private volatile boolean settled;
    private long lookedAt; // caretaker thread only
    private volatile boolean stale = true;
    private volatile boolean stopping;
    private volatile @Nullable String trouble;
    private long refreshedAt; // caretaker thread only

    /** A view that knows nothing until it is {@linkplain #start started}. */
    public ClusterView(String name, Connector connector, Topology topology, Retry retry) {
        this.name = name;
        this.connector = connector;
        this.topology = topology;
        this.retry = retry;
        this.events = new EventLog(name, Clock.systemUTC());
        this.states = new NodeStates(name, events);
        this.capabilities = new Capabilities(name);
        this.thread = new Thread(this::run, "dualwrite-view-" + name);
        this.thread.setDaemon(true);
    }

    /** The target's name. */
    public String name() {
        return name;
    }

    /** Opens connections. */
    public Connector connector() {
        return connector;
    }

    /** Who owns which slot. */
    public Topology topology() {
        return topology;
    }

    /** Who does not answer. */
    public NodeStates states() {
        return states;
    }

    /** Whether the node that owns a slot is down while others are up. */
    public boolean isAway(int slot) {
        if (states.areAllUp()) {
            return false;
        }
        Node owner = topology.map().owner(slot);
        return owner != null && states.isDown(owner) && isAnyUp();
    }

    /** Whether some primary node is known that is not down. */
    public boolean isAnyUp() {
        List<Node> primaries = topology.map().primaries();
        for (int i = 0; i < primaries.size(); i++) {
            if (!states.isDown(primaries.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** What happened to the target, for everybody who looks after it to write to. */
    public EventLog events() {
        return events;
    }

    /** What the target lets its user do. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Connections for one thread. */
    public Links links() {
        return new Links(connector, states);
    }

    /** Why the target's slot map is not known or not current, or {@code null} if it is. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** The target cannot be used, for {@code cause}; the next map that is learned says otherwise. */
    public void unreachable(String cause) {
        if (trouble == null) {
            events.bad("cannot be reached: " + cause);
        }
        trouble = cause;
    }

    /** Tells {@code listener} of every map that is learned, on the view's thread. */
    public void onMap(Consumer<SlotMap> listener) {
        onMap.add(listener);
    }

    /**
     * Has the nodes looked at: whenever the map was learned again, and every two seconds.
     *
     * @param end run when the view is closed, on its thread
     */
    public void onLook(Look newLook, Runnable end) {
        look = newLook;
        afterwards = end;
    }

    /** Whether every node was looked at since somebody last called {@link #refreshSoon}. */
    public boolean isSettled() {
        return settled;
    }

    /** Starts learning; returns at once. */
    public void start() {
        thread.start();
    }

    /** The slot map may be out of date. Returns at once. */
    public void refreshSoon() {
        if (!stale) {
            stale = true;
            settled = false; // after it is stale: whoever settles looks for that once more
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!stopping) {
            if (isTroubled() || System.nanoTime() - lookedAt > LOOK_EVERY_NANOS) {
                try {
                    if (isTroubled()) {
                        retry.executeCallable(this::mend);
                    } else {
                        look(topology.map());
                    }
                } catch (IOException e) {
                    log.debug("{}: {}", name, e.getMessage());
                    refreshSoon();
                } catch (Exception e) {
                    log.debug("{}: still not well: {}", name, e.getMessage());
                }
            }
            rest();
        }
        Runnable end = afterwards;
        if (end != null) {
            end.run();
        }
    }

    /** However many ask: a moving slot must not make this a storm. */
    private void rest() {
        long since = System.nanoTime();
        LockSupport.parkNanos(REST_NANOS);
        while (!stopping && System.nanoTime() - since < LEAST_REST_NANOS) {
            LockSupport.parkNanos(LEAST_REST_NANOS);
        }
    }

    private void look(SlotMap map) throws IOException {
        lookedAt = System.nanoTime();
        Look known = look;
        if (known != null) {
            known.at(map);
        }
    }

    private boolean isTroubled() {
        return stale || !states.allDown().isEmpty() || System.nanoTime() - refreshedAt > REFRESH_EVERY_NANOS;
    }

    /** One attempt: the map, then every node that is down. Throws while anything is left to mend, so that the retry waits and comes back. */
    private boolean mend() throws IOException {
        if (stopping) {
            return true;
        }
        stale = false;
        SlotMap map;
        try {
            map = topology.refresh();
        } catch (IOException e) {
            stale = true;
            String cause = String.valueOf(e.getMessage());
            if (trouble == null) {
                log.warn("{}: cannot be reached: {}", name, cause);
                events.bad("cannot be reached: " + cause);
            }
            trouble = cause;
            throw e;
        }
        refreshedAt = System.nanoTime();
        if (trouble != null) {
            trouble = null;
            log.info("{}: reached, {} primary nodes", name, map.primaries().size());
            events.good("reached, " + map.primaries().size() + " primary nodes");
        }
        probe(map);
        onMap.forEach(listener -> listener.accept(map));
        boolean well = true;
        for (Node node : states.allDown().keySet()) {
            if (!map.primaries().contains(node)) {
                states.forget(node);
            } else {
                well &= answers(node);
            }
        }
        look(map);
        if (!well) {
            throw new IOException(
                    "nodes that do not answer: " + states.allDown().keySet());
        }
        settled = true;
        if (stale) {
            settled = false;
        }
        return true;
    }

    /** Rights may have changed, so they are asked for with every map; that they cannot be asked for is no reason not to use the map. */
    private void probe(SlotMap map) {
        for (Node node : map.primaries()) {
            if (!states.isDown(node)) {
                try (NodeConnection connection = connector.connect(node)) {
                    CapabilityProbe.ask(connection, topology.clustered(), capabilities);
                    return;
                } catch (IOException e) {
                    log.debug("{}: {} does not tell what it allows: {}", name, node, e.getMessage());
                }
            }
        }
    }

    private boolean answers(Node node) {
        try (NodeConnection connection = connector.connect(node)) {
            Object reply = connection.call("PING");
            if (reply instanceof RespError error) {
                states.down(node, error.message());
                return false;
            }
            states.up(node);
            return true;
        } catch (IOException e) {
            states.down(node, String.valueOf(e.getMessage()));
            return false;
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        LockSupport.unpark(thread);
    }
}
