package io.github.dualwrite.journal;

import io.github.dualwrite.order.Doubts;

/** The slots in doubt of one secondary: counted in memory, remembered in the file. Safe for any thread; nothing here waits. */
class SlotMarks implements Doubts {

    /*
     * The argument
     * ------------
     * A bit may be cleared only while nothing of its slot is under way, and something may begin at any moment, also between the look that found
     * nothing and the clearing. Two words are involved, the cell in memory and the word in the file, and no instruction changes both.
     *
     * Beginning counts itself into the cell and moves its sequence, in one step. If the cell said that the bit is set, that is all: the bit
     * cannot be cleared before the count has returned to zero. If not, it sets the bit in the file, and only then says so in the cell. Several
     * may do that at once; it does no harm.
     *
     * Clearing looks at the cell: the bit is set, nobody is in flight. What had begun before that look has ended, so what it left to do shows in
     * the lanes, the dirty keys, the slots, and the operations that are open towards other processes. All of these are looked at after the cell.
     * If nothing is found, the cell is swapped for one that no longer says that the bit is set. The swap fails if anybody has begun since the
     * look, also if he has ended already, since the sequence has moved: what he left to do may be found nowhere by looks that came before.
     *
     * From the swap on, whoever begins changes the word in the file, also when the bit is still set there: the word's version moves. The clearing
     * reads the word first, then makes sure that the cell is still what it has swapped in, and then replaces the word it has read. Who began
     * before that second look is seen by it. Who begins after it changes the word later than it was read; either that makes the replacement
     * fail, and the clearing looks again, or the change comes after the replacement, and sets the bit.
     *
     * A version has 16 bits, and one clearing at a time runs. Until it has looked again, no more can move the version than those that begin in
     * the sixteen slots of the word and find no bit set: few of each slot, never a multiple of 65,536.
     *
     * What concerns every slot holds a count of its own, and touches every cell, which moves the sequences: a clearing that has looked at the
     * count before it rose fails.
     *
     * The tests explore every interleaving of these steps, and show for each rule that without it a schedule exists that loses a doubt.
     */

    final Cells cells;
    final SlotBits bits;

    SlotMarks(Cells cells, SlotBits bits) {
        this.cells = cells;
        this.bits = bits;
    }

    @Override
    public void opened(int slot) {
        if (!Cells.isSet(cells.open(slot))) {
            set(slot);
        }
    }

    /** First in the file: who reads in the cell that the bit is set relies on it. */
    void set(int slot) {
        bits.set(slot);
        cells.set(slot);
    }

    @Override
    public void closed(int slot) {
        cells.close(slot);
    }

    @Override
    public void allOpened() {
        cells.openAll();
        for (int slot = 0; slot < cells.slots(); slot++) {
            if (!Cells.isSet(cells.touch(slot))) {
                set(slot);
            }
        }
    }

    @Override
    public void allClosed() {
        cells.closeAll();
    }

    /** Whether nothing is under way that concerns every slot. To be asked after {@link #look}. */
    boolean isEverythingClosed() {
        return cells.isAllClosed();
    }

    /** The slot's cell, if its bit is set and nobody is in flight; 0 otherwise. */
    long look(int slot) {
        long cell = cells.get(slot);
        return Cells.isSet(cell) && cells.isQuiet(cell) ? cell : 0;
    }

    /**
     * Clears a slot's bit of which nothing was found under way since it was {@code seen}. For one thread at a time.
     *
     * @return whether it is cleared; not if anything has begun meanwhile
     */
    boolean clear(int slot, long seen) {
        if (!cells.unset(slot, seen)) {
            return false;
        }
        while (true) {
            long word = bits.word(slot);
            if (!cells.isStillUnset(slot, seen)) {
                return false;
            }
            if (bits.clear(slot, word)) {
                return true;
            }
        }
    }

    int slots() {
        return cells.slots();
    }

    /** How many slots are in doubt. */
    int count() {
        return bits.count();
    }
}
