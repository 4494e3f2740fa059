package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.SlotMap;
import java.util.BitSet;
import java.util.Objects;

/** Slots of one target that have changed hands: a scan of its nodes, one after the other, may have missed their keys at both. */
final class MovedSlots {

    private final ClusterView view;
    private SlotMap known;

    MovedSlots(ClusterView view) {
        this.view = view;
        this.known = view.topology().map();
    }

    /** Those that moved since the last call, or since this was made. */
    BitSet next() {
        SlotMap now = view.topology().map();
        BitSet moved = new BitSet(SlotMap.SLOTS);
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (!Objects.equals(known.owner(slot), now.owner(slot))) {
                moved.set(slot);
            }
        }
        known = now;
        return moved;
    }
}
