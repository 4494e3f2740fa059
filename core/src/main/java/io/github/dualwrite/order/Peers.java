package io.github.dualwrite.order;

import java.util.BitSet;

/**
 * Other processes that write the same keys to the same secondary. An operation is open towards them from its begin until it is {@linkplain #over
 * over}, or, when it has changed the secondary, until its lane has told them and has heard itself tell. Safe for any thread; none of its methods
 * ever waits.
 */
public interface Peers {

    /** There are none, or nobody can tell. */
    Peers NONE = new Peers() {

        @Override
        public void opened(Keys keys) {}

        @Override
        public void over(Keys keys) {}

        @Override
        public boolean mayExist() {
            return false;
        }

        @Override
        public boolean areHeard(int slot) {
            return true;
        }

        @Override
        public void openSlots(BitSet into) {}
    };

    /** Whether others may write at all, and so know keys to be dirty that are clean here. */
    boolean mayExist();

    /** An operation on {@code keys}, a write or a repair, is about to begin. */
    void opened(Keys keys);

    /** The operation changed nothing, or what it changed is marked: the repair that follows is told instead. */
    void over(Keys keys);

    /** Whether the others are heard about keys of this slot. While they are not, whatever ends is marked, and no repair begins. */
    boolean areHeard(int slot);

    /** Sets the bit of each slot in which an operation is open, whose overlap with another process's may still become known here. */
    void openSlots(BitSet into);
}
