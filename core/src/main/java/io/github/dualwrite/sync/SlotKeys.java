package io.github.dualwrite.sync;

import io.github.dualwrite.capability.Capability;
import io.github.dualwrite.capability.Refusals;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lists the keys of slots on one target. Every key that is there from the start of the listing to its end is listed at least once, also while
 * slots move: where the nodes do not say that nothing has moved, all of them are asked for all slots, twice over, so that a key that moves from any
 * node to any other is met on one of them. A node that is down while others are up is not asked: its slots are not listed.
 */
final class SlotKeys implements AutoCloseable {

    /** A server makes room for as many as a slot has, and a slot that has more is asked again for more. */
    private static final int MANY = 1_000_000;

    private static final String SCAN_COUNT = "1000";

    private final ClusterView view;
    private final Links links;

    SlotKeys(ClusterView view) {
        this.view = view;
        this.links = view.links();
    }

    /** Whether slots can be listed one by one; otherwise a listing always reads every key there is. */
    boolean bySlot() {
        return view.topology().clustered() && view.capabilities().allows(Capability.SLOT_KEYS);
    }

    /**
     * Tells {@code action} of every key of {@code slots}; some are told more than once.
     *
     * @return the slots whose node was not asked at one time or another, so that keys of them may be missing
     * @throws IOException if no node can be asked, or one ceased to answer
     */
    BitSet list(BitSet slots, Consumer<byte[]> action) throws IOException {
        SlotMap map = view.topology().map();
        BitSet missing = new BitSet();
        boolean bySlot = bySlot();
        if (bySlot && map.primaries().size() > 1 && listAtOwners(map.primaries(), slots, action)) {
            return missing;
        }
        for (int round = 0; round < (map.primaries().size() == 1 ? 1 : 2); round++) {
            if (round > 0) {
                map = view.topology().refresh();
            }
            for (Node node : map.primaries()) {
                NodeConnection connection = links.to(node);
                if (connection == null) {
                    missing.or(slotsOf(map, node));
                } else if (bySlot) {
                    bySlot(connection, slots, action);
                } else {
                    scan(connection, slots, action);
                }
            }
            if (!view.isAnyUp()) {
                throw new IOException(view.name() + ": no primary node that answers");
            }
        }
        return missing;
    }

    private static BitSet slotsOf(SlotMap map, Node node) {
        BitSet slots = new BitSet(SlotMap.SLOTS);
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (node.equals(map.owner(slot))) {
                slots.set(slot);
            }
        }
        return slots;
    }

    /** Each slot at its owner alone. Returns whether no key can have been missed for that. */
    private boolean listAtOwners(List<Node> primaries, BitSet slots, Consumer<byte[]> action) throws IOException {
        if (!view.capabilities().allows(Capability.CLUSTER_NODES)) {
            return false;
        }
        List<NodeConnection> connections = new ArrayList<>();
        for (Node node : primaries) {
            NodeConnection connection = links.to(node);
            if (connection == null) {
                return false;
            }
            connections.add(connection);
        }
        OwnWords before = OwnWords.of(connections);
        if (before == null || !before.cover(slots)) {
            return false;
        }
        for (NodeConnection connection : connections) {
            bySlot(connection, before.ownedBy(connection.node(), slots), action);
        }
        return before.sameAs(OwnWords.of(connections));
    }

    /**
     * How many keys the target holds.
     *
     * @throws IOException if a node cannot be asked, or does not say
     */
    long size() throws IOException {
        long size = 0;
        for (Node node : view.topology().map().primaries()) {
            NodeConnection connection = links.to(node);
            if (connection == null || !(connection.call("DBSIZE") instanceof Long keys)) {
                throw new IOException(view.name() + ": node " + node + " does not say how many keys it has");
            }
            size += keys;
        }
        return size;
    }

    private void bySlot(NodeConnection connection, BitSet slots, Consumer<byte[]> action) throws IOException {
        try {
            List<int[]> wanted =
                    slots.stream().mapToObj(slot -> new int[] {slot, MANY}).toList();
            while (!wanted.isEmpty()) {
                wanted = keys(connection, wanted, action);
            }
        } catch (IOException e) {
            links.broke(connection.node(), e);
            throw e;
        }
    }

    /** Asks for the keys of slots; returns those that had more than was asked for. */
    private List<int[]> keys(NodeConnection connection, List<int[]> wanted, Consumer<byte[]> action)
            throws IOException {
        for (int[] slotAndCount : wanted) {
            connection.send(
                    ascii("CLUSTER"),
                    ascii("GETKEYSINSLOT"),
                    ascii(Integer.toString(slotAndCount[0])),
                    ascii(Integer.toString(slotAndCount[1])));
        }
        connection.flush();
        List<int[]> more = new ArrayList<>();
        for (int[] slotAndCount : wanted) {
            Object reply = connection.receive();
            if (!(reply instanceof List<?> keys)) {
                throw refused("CLUSTER GETKEYSINSLOT", reply);
            }
            if (keys.size() >= slotAndCount[1]) {
                more.add(new int[] {slotAndCount[0], slotAndCount[1] * 2});
            } else {
                keys.forEach(key -> action.accept((byte[]) key));
            }
        }
        return more;
    }

    private void scan(NodeConnection connection, BitSet slots, Consumer<byte[]> action) throws IOException {
        try {
            byte[] cursor = ascii("0");
            do {
                Object reply = connection.call(ascii("SCAN"), cursor, ascii("COUNT"), ascii(SCAN_COUNT));
                if (!(reply instanceof List<?> pair) || pair.size() != 2 || !(pair.get(1) instanceof List<?> keys)) {
                    throw refused("SCAN", reply);
                }
                cursor = (byte[]) pair.get(0);
                for (Object key : keys) {
                    if (slots.get(Slots.of((byte[]) key))) {
                        action.accept((byte[]) key);
                    }
                }
            } while (!"0".equals(new String(cursor, StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            links.broke(connection.node(), e);
            throw e;
        }
    }

    private IOException refused(String command, @org.jspecify.annotations.Nullable Object reply) {
        if (command.startsWith("CLUSTER") && reply instanceof RespError error && Refusals.isRefusal(error)) {
            view.capabilities().refuse(Capability.SLOT_KEYS, error.message()); // the next attempt scans
        }
        String answer = reply instanceof RespError error ? error.message() : "an unexpected reply";
        return new IOException(view.name() + ": " + command + " answered " + answer);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        links.close();
    }
}
