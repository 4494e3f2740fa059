package io.github.dualwrite.sync;

import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the primary nodes of a cluster say of themselves in {@code CLUSTER NODES}: their slots, and the epoch in which they got them. Whoever hears
 * the same before and after, with no slot on its way, knows that no key has moved in between: a slot that moves is on its way at both of its nodes,
 * and one that has moved gives its new owner another epoch.
 */
final class OwnWords {

    private static final int FLAGS = 2;
    private static final int EPOCH = 6;
    private static final int FIRST_SLOTS = 8;

    private final Map<Node, String> words = new LinkedHashMap<>();
    private final Map<Node, BitSet> slots = new LinkedHashMap<>();

    private OwnWords() {}

    /**
     * Asks the nodes.
     *
     * @return {@code null} if a slot is on its way, or a node does not say
     */
    static @Nullable OwnWords of(List<NodeConnection> primaries) throws IOException {
        OwnWords all = new OwnWords();
        for (NodeConnection connection : primaries) {
            String own = connection.call("CLUSTER", "NODES") instanceof byte[] nodes ? own(nodes) : null;
            BitSet owned = own == null ? null : slots(own);
            if (own == null || owned == null) {
                return null;
            }
            all.words.put(connection.node(), own);
            all.slots.put(connection.node(), owned);
        }
        return all;
    }

    /** The epoch and the slots of whoever answers, {@code null} if it says nothing of itself or is no primary. */
    private static @Nullable String own(byte[] nodes) {
        for (String line : new String(nodes, StandardCharsets.UTF_8).split("\n")) {
            String[] fields = line.trim().split(" ");
            if (fields.length >= FIRST_SLOTS && fields[FLAGS].contains("myself")) {
                return fields[FLAGS].contains("master")
                        ? String.join(" ", Arrays.copyOfRange(fields, EPOCH, fields.length))
                        : null;
            }
        }
        return null;
    }

    private static @Nullable BitSet slots(String own) {
        BitSet slots = new BitSet(SlotMap.SLOTS);
        String[] fields = own.split(" ");
        try {
            for (int i = FIRST_SLOTS - EPOCH; i < fields.length; i++) {
                if (fields[i].startsWith("[")) {
                    return null; // on its way from or to another node
                }
                String[] range = fields[i].split("-");
                slots.set(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]) + 1);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return null;
        }
        return slots;
    }

    /** Those of {@code wanted} that the node owns. */
    BitSet ownedBy(Node node, BitSet wanted) {
        BitSet owned = (BitSet) wanted.clone();
        owned.and(slots.getOrDefault(node, new BitSet()));
        return owned;
    }

    /** Whether every one of {@code wanted} has an owner. */
    boolean cover(BitSet wanted) {
        BitSet left = (BitSet) wanted.clone();
        slots.values().forEach(left::andNot);
        return left.isEmpty();
    }

    /** Whether nothing has moved between the two. */
    boolean sameAs(@Nullable OwnWords later) {
        return later != null && words.equals(later.words);
    }
}
