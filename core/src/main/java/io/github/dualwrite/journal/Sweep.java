package io.github.dualwrite.journal;

import io.github.dualwrite.order.KeyOrder;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Clears the bits of slots in which nothing is under way. A slot is looked at in one round and cleared in a later one if nothing has begun in it
 * between: so a slot that is written all the time keeps its bit, and costs its writers nothing. For one thread at a time.
 */
final class Sweep {

    /** What of a slot is under way, as far as it can be seen elsewhere than in the marks. */
    interface Rest {

        /** How far the slot's lane is filled. */
        long place(int slot);

        /** Whether what the lane held at {@code place} is confirmed, nothing of the slot is dirty, and nothing is forgotten. */
        boolean isAtRest(int slot, long place);

        /** The slots in which an operation is open towards other processes, or something that was lost on a connection may still come. */
        BitSet openSlots();

        /** @param stillOpen sets the bits of more slots that are open */
        static Rest of(KeyOrder order, Consumer<BitSet> stillOpen) {
            return new Rest() {

                @Override
                public long place(int slot) {
                    return order.place(slot);
                }

                @Override
                public boolean isAtRest(int slot, long place) {
                    return order.isAtRest(slot, place);
                }

                @Override
                public BitSet openSlots() {
                    BitSet open = order.openSlots();
                    stillOpen.accept(open);
                    return open;
                }
            };
        }
    }

    private final SlotMarks marks;
    private final Rest rest;
    private final long[] seen;
    private final long[] places;

    Sweep(SlotMarks marks, Rest rest) {
        this.marks = marks;
        this.rest = rest;
        this.seen = new long[marks.slots()];
        this.places = new long[marks.slots()];
    }

    /** One round over all slots. */
    void round() {
        BitSet open = rest.openSlots(); // after the looks of the rounds before, which is what counts
        for (int slot = 0; slot < seen.length; slot++) {
            long now = marks.look(slot);
            if (now == 0 || now != seen[slot]) {
                seen[slot] = now;
                places[slot] = now == 0 ? 0 : rest.place(slot);
            } else if (marks.isEverythingClosed() && !open.get(slot) && rest.isAtRest(slot, places[slot])) {
                marks.clear(slot, now);
                seen[slot] = 0;
            }
        }
    }
}
