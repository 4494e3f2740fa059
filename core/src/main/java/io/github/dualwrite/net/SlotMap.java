package io.github.dualwrite.net;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which primary node owns which of the 16,384 slots: an immutable snapshot. A standalone target's only node owns all. */
public final class SlotMap {

    /** The number of slots of a cluster. */
    public static final int SLOTS = 16_384;

    private final @Nullable Node[] owners;
    private final List<Node> primaries;

    /** A map from an owner per slot; {@code null} where nobody serves the slot. The array is copied. */
    public SlotMap(@Nullable Node[] owners) {
        if (owners.length != SLOTS) {
            throw new IllegalArgumentException("slot owners: " + owners.length + " (expected: " + SLOTS + ")");
        }
        this.owners = Arrays.copyOf(owners, SLOTS);
        Set<Node> distinct = new LinkedHashSet<>();
        for (Node owner : owners) {
            if (owner != null) {
                distinct.add(owner);
            }
        }
        this.primaries = List.copyOf(distinct);
    }

    /** One node that owns every slot. */
    public static SlotMap single(Node node) {
        @Nullable Node[] owners = new @Nullable Node[SLOTS];
        Arrays.fill(owners, node);
        return new SlotMap(owners);
    }

    /** The slot's primary node, or {@code null} where nobody serves it. */
    public @Nullable Node owner(int slot) {
        return owners[slot];
    }

    /** The distinct primary nodes that own at least one slot. */
    public List<Node> primaries() {
        return primaries;
    }
}
