package io.github.dualwrite.forget;

import io.github.dualwrite.forget.Lineage.Memory;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers who served each slot of one target, and notices when somebody serves it now who may have forgotten something: after a failover,
 * because replication inside a cluster trails; after a restart, which comes back empty or old. None of these is an error reply. Slots that were
 * moved by choice take their keys along and are no such case.
 *
 * <p>Looks whenever the target's map was learned again, which every {@code MOVED}, {@code READONLY} and broken connection causes, and every two
 * seconds. Belongs to the target's view and its thread; the figures may be read by any.
 */
public final class Witness {

    private static final Logger log = LoggerFactory.getLogger(Witness.class);

    /** Who wants to know; told on the view's thread. */
    public interface Listener {

        /**
         * What was confirmed in {@code slots} after {@code since} may be forgotten.
         *
         * @param allOfIt whether anything that was ever confirmed there may be
         */
        void forgot(BitSet slots, boolean allOfIt, long since);
    }

    private final ClusterView view;
    private final LongSupplier nanoTime;
    private final Links links;
    private final @Nullable Node[] servedBy = new @Nullable Node[SlotMap.SLOTS];
    private final @Nullable Lineage[] lineages = new @Nullable Lineage[SlotMap.SLOTS];
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Evictions evictions;
    private volatile int era;

    /** A witness of {@code view}, which calls it from now on. {@code nanoTime}: a monotonic clock. */
    public Witness(ClusterView view, LongSupplier nanoTime) {
        this.view = view;
        this.nanoTime = nanoTime;
        this.links = view.links();
        this.evictions = new Evictions(view.name(), nanoTime);
        view.onLook(this::look, links::close);
    }

    /** Tells {@code listener} from now on. */
    public void tell(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Moves, before anybody is told, whenever something may have been forgotten: who asked before and asks again after he has told others of what
     * he did knows whether they could have seen it.
     */
    public int era() {
        return era;
    }

    /** Keys that were removed for want of memory since the first look. */
    public long evicted() {
        return evictions.sum();
    }

    /** Whether keys are being removed for want of memory. */
    public boolean isEvicting() {
        return evictions.areGoingOn();
    }

    private void look(SlotMap map) throws IOException {
        Map<Node, Lineage> now = new HashMap<>();
        IOException failure = null;
        for (Node node : map.primaries()) {
            if (!view.states().isDown(node)) {
                try {
                    now.put(node, ask(node));
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        compare(map, now);
        BitSet evictedFrom = evictions.over(map, now);
        if (!evictedFrom.isEmpty()) {
            tellAll(evictedFrom, true, nanoTime.getAsLong());
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Lineage ask(Node node) throws IOException {
        NodeConnection connection = links.to(node);
        if (connection == null) {
            throw new IOException(view.name() + ": node " + node + " does not answer");
        }
        try {
            connection.send(ascii("INFO"), ascii("replication"));
            connection.send(ascii("INFO"), ascii("stats"));
            connection.flush();
            Object replication = connection.receive();
            Object stats = connection.receive();
            return Lineage.of(connection.server().runId(), replication, stats, nanoTime.getAsLong());
        } catch (IOException e) {
            links.broke(node, e);
            throw e;
        }
    }

    private void compare(SlotMap map, Map<Node, Lineage> now) {
        Map<Memory, BitSet> found = new EnumMap<>(Memory.class);
        Map<Lineage, Map<Lineage, Memory>> known = new HashMap<>(); // most slots share both
        Map<Node, Boolean> stillServing = new HashMap<>();
        long since = nanoTime.getAsLong();
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            Node node = map.owner(slot);
            Lineage lineage = node == null ? null : now.get(node);
            if (node == null || lineage == null) {
                continue;
            }
            Node earlierNode = servedBy[slot];
            Lineage earlier = lineages[slot];
            servedBy[slot] = node;
            lineages[slot] = lineage;
            if (earlier == null || earlierNode == null) {
                continue;
            }
            Memory memory = known.computeIfAbsent(earlier, e -> new HashMap<>())
                    .computeIfAbsent(
                            lineage,
                            l -> l.memoryOf(
                                    earlier,
                                    node.equals(earlierNode),
                                    !node.equals(earlierNode)
                                            && stillServing.computeIfAbsent(
                                                    earlierNode, n -> serves(n, earlier, now.get(n)))));
            if (memory != Memory.WHOLE) {
                found.computeIfAbsent(memory, m -> new BitSet()).set(slot);
                since = earlier.at() - since < 0 ? earlier.at() : since;
            }
        }
        for (Map.Entry<Memory, BitSet> each : found.entrySet()) {
            boolean allOfIt = each.getKey() == Memory.UNKNOWN;
            log.warn(
                    "{}: {} slots are served by somebody who may have forgotten {}; what may differ is copied",
                    view.name(),
                    each.getValue().cardinality(),
                    allOfIt ? "anything (a restart, or another history)" : "the latest writes (a failover)");
            tellAll(each.getValue(), allOfIt, since);
        }
    }

    /** Whether a process that served a slot before is there and takes writes, so that the slot has left it by choice. */
    private boolean serves(Node node, Lineage earlier, @Nullable Lineage present) {
        Lineage now = present;
        if (now == null) {
            try (NodeConnection connection = view.connector().connect(node)) {
                now = Lineage.of(
                        connection.server().runId(),
                        connection.call("INFO", "replication"),
                        null,
                        nanoTime.getAsLong());
            } catch (IOException e) {
                return false;
            }
        }
        return now.isPrimary() && now.runId().equals(earlier.runId());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread moves it
    private void tellAll(BitSet slots, boolean allOfIt, long since) {
        era++;
        listeners.forEach(listener -> listener.forgot(slots, allOfIt, since));
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
