package io.github.dualwrite.net;

import io.github.dualwrite.event.EventLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes of one target do not answer at present. Shared by all lanes, so that one dead node costs one timeout and not one per lane and
 * write. Safe for any thread; logs one line per change.
 */
public final class NodeStates {

    private static final Logger log = LoggerFactory.getLogger(NodeStates.class);

    private final String target;
    private final EventLog events;
    private final Map<Node, String> down = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();

    /** All nodes of {@code target} are up until told otherwise. */
    public NodeStates(String target, EventLog events) {
        this.target = target;
        this.events = events;
    }

    /** Runs {@code listener} after every node that is found not to answer or to answer again, on the thread that found it. */
    public void onChange(Runnable listener) {
        onChange.add(listener);
    }

    /** Whether no node is known not to answer. */
    public boolean areAllUp() {
        return down.isEmpty();
    }

    /** Whether the node is known not to answer. */
    public boolean isDown(Node node) {
        return !down.isEmpty() && down.containsKey(node);
    }

    /** Moves after every node that is found not to answer, answers again, or is forgotten while it does not. */
    public long changes() {
        return changes.get();
    }

    /** The node did not answer, for {@code cause}. */
    public void down(Node node, String cause) {
        if (down.put(node, cause) == null) {
            changes.incrementAndGet();
            log.warn("{}: node {} does not answer: {}", target, node, cause);
            events.bad("node " + node + " does not answer: " + cause);
            onChange.forEach(Runnable::run);
        }
    }

    /** The node answers again. */
    public void up(Node node) {
        if (down.remove(node) != null) {
            changes.incrementAndGet();
            log.info("{}: node {} answers again", target, node);
            events.good("node " + node + " answers again");
            onChange.forEach(Runnable::run);
        }
    }

    /** A node that is no longer part of the target is forgotten. */
    public void forget(Node node) {
        if (down.remove(node) != null) {
            changes.incrementAndGet();
            log.info("{}: node {} has left", target, node);
            events.note("node " + node + " has left");
        }
    }

    /** The nodes that are down, with causes. */
    public Map<Node, String> allDown() {
        return Map.copyOf(down);
    }

    /** Why a node is down, or {@code null} if it is not. */
    public @Nullable String cause(Node node) {
        return down.get(node);
    }
}
