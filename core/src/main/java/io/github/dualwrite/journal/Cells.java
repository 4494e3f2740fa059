package io.github.dualwrite.journal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One {@code long} per slot: how many operations and marks are between their begin and their end, whether the slot's bit in the file is known to
 * be set, and a sequence that moves with every begin. Safe for any thread; every method is one atomic step.
 */
class Cells {

    private static final int IN_FLIGHT_BITS = 24;
    private static final long IN_FLIGHT_MASK = (1L << IN_FLIGHT_BITS) - 1;
    private static final long SET = 1L << IN_FLIGHT_BITS;
    private static final long ONE_SEQUENCE = 1L << (IN_FLIGHT_BITS + 1);

    private final AtomicLongArray cells;
    private final AtomicInteger everything = new AtomicInteger();

    Cells(int slots) {
        this.cells = new AtomicLongArray(slots);
    }

    int slots() {
        return cells.length();
    }

    /** One more in flight. Returns the cell as it was just before. */
    long open(int slot) {
        return cells.getAndAdd(slot, ONE_SEQUENCE + 1);
    }

    /** Something begins that is counted elsewhere. Returns the cell as it was just before. */
    long touch(int slot) {
        return cells.getAndAdd(slot, ONE_SEQUENCE);
    }

    /** One less in flight. */
    void close(int slot) {
        cells.getAndDecrement(slot);
    }

    long get(int slot) {
        return cells.get(slot);
    }

    /** The bit in the file is set. */
    void set(int slot) {
        cells.getAndUpdate(slot, cell -> cell | SET);
    }

    /** From now on whoever begins sets the bit in the file anew; {@code false} if anything has happened since the cell was {@code seen}. */
    boolean unset(int slot, long seen) {
        return cells.compareAndSet(slot, seen, seen & ~SET);
    }

    /** Whether nothing has happened since {@link #unset}. */
    boolean isStillUnset(int slot, long seen) {
        return cells.get(slot) == (seen & ~SET);
    }

    /** One more is in flight that concerns every slot. */
    void openAll() {
        everything.incrementAndGet();
    }

    /** One less. */
    void closeAll() {
        everything.decrementAndGet();
    }

    boolean isAllClosed() {
        return everything.get() == 0;
    }

    static boolean isSet(long cell) {
        return (cell & SET) != 0;
    }

    /** Nobody is between begin and end. */
    boolean isQuiet(long cell) {
        return (cell & IN_FLIGHT_MASK) == 0;
    }
}
