package io.github.dualwrite.net;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which primary node owns which of the 16,384 slots: an immutable snapshot. A standalone target's only node owns all. */
public final class SlotMap {

    /** The number of slots of a cluster. */
    public static final int SLOTS = 16_384;

    private static final short NOBODY = -1;

    // looked up for every write, so as small as can be: it has to stay in the caches
    private final short[] owners;
    private final Node[] nodes;
    private final List<Node> primaries;

    /** A map from an owner per slot; {@code null} where nobody serves the slot. The array is copied. */
    public SlotMap(@Nullable Node[] owners) {
        if (owners.length != SLOTS) {
            throw new IllegalArgumentException("slot owners: " + owners.length + " (expected: " + SLOTS + ")");
        }
        this.owners = new short[SLOTS];
        Map<Node, Short> places = new LinkedHashMap<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            Node owner = owners[slot];
            this.owners[slot] = owner == null ? NOBODY : places.computeIfAbsent(owner, node -> (short) places.size());
        }
        this.nodes = places.keySet().toArray(Node[]::new);
        this.primaries = List.of(nodes);
    }

    /** One node that owns every slot. */
    public static SlotMap single(Node node) {
        @Nullable Node[] owners = new @Nullable Node[SLOTS];
        Arrays.fill(owners, node);
        return new SlotMap(owners);
    }

    /** The slot's primary node, or {@code null} where nobody serves it. */
    public @Nullable Node owner(int slot) {
        int place = owners[slot];
        return place == NOBODY ? null : nodes[place];
    }

    /** The place of the slot's primary node among {@link #primaries}, or -1 where nobody serves the slot. */
    public int place(int slot) {
        return owners[slot];
    }

    /** The distinct primary nodes that own at least one slot. */
    public List<Node> primaries() {
        return primaries;
    }
}
