package io.github.dualwrite.order;

import java.util.BitSet;
import java.util.List;

/** Other processes that write the same keys to the same secondary. Safe for any thread; none of its methods ever waits. */
public interface Peers {

    /** There are none, or nobody can tell. */
    Peers NONE = new Peers() {

        @Override
        public void opened(List<Key> keys) {}

        @Override
        public void closed(List<Key> keys) {}

        @Override
        public void dropped(List<Key> keys) {}

        @Override
        public boolean areHeard() {
            return true;
        }

        @Override
        public void openSlots(BitSet into) {}
    };

    /** An operation on {@code keys}, a write or a repair, is about to begin. */
    void opened(List<Key> keys);

    /** The secondary has confirmed the operation, or its keys are marked: the others are told, and it stays open until that is heard. */
    void closed(List<Key> keys);

    /** The operation changed nothing on {@code keys}. */
    void dropped(List<Key> keys);

    /** Whether the others are heard. While they are not, whatever ends is marked, and no repair begins. */
    boolean areHeard();

    /** Sets the bit of each slot in which an operation is open, whose overlap with another process's may still become known here. */
    void openSlots(BitSet into);
}
