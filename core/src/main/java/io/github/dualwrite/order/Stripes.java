package io.github.dualwrite.order;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Who is writing what, without names: keys hash onto 65,536 stripes, each one {@code long} that holds how many operations are in flight on
 * it and a sequence that moves with every begin and every mark. Two keys on one stripe only cost a needless repair.
 *
 * <p>Safe for any thread; every method is one atomic instruction and never waits.
 */
class Stripes {

    static final int BITS = 16;

    private static final int IN_FLIGHT_BITS = 20;
    private static final long IN_FLIGHT_MASK = (1L << IN_FLIGHT_BITS) - 1;
    private static final long ONE_SEQUENCE = 1L << IN_FLIGHT_BITS;

    private final AtomicLongArray cells;

    Stripes() {
        this(1 << BITS);
    }

    Stripes(int count) {
        this.cells = new AtomicLongArray(count);
    }

    /** One more in flight, and everybody in flight learns of it. Returns the stripe's state just after. */
    long begin(int stripe) {
        return cells.addAndGet(stripe, ONE_SEQUENCE + 1);
    }

    /** Tells everybody in flight that something happened. Returns the stripe's state just after. */
    long pulse(int stripe) {
        return cells.addAndGet(stripe, ONE_SEQUENCE);
    }

    /** One less in flight. Returns the stripe's state just after; its sequence is the one at this very moment. */
    long end(int stripe) {
        return cells.decrementAndGet(stripe);
    }

    /** The stripe's state now. */
    long state(int stripe) {
        return cells.get(stripe);
    }

    void pulseAll() {
        for (int i = 0; i < cells.length(); i++) {
            cells.addAndGet(i, ONE_SEQUENCE);
        }
    }

    /** How many tickets are held now, one per stripe of an operation; a snapshot that takes a moment. */
    long inFlight() {
        long sum = 0;
        for (int i = 0; i < cells.length(); i++) {
            sum += cells.get(i) & IN_FLIGHT_MASK;
        }
        return sum;
    }

    static boolean isAlone(long state) {
        return (state & IN_FLIGHT_MASK) == 1;
    }

    /** Wraps around after 2^44 events on one stripe; only equality is ever asked. */
    static long sequence(long state) {
        return state >>> IN_FLIGHT_BITS;
    }

    /** The sequence after one more event. */
    static long following(long sequence) {
        return sequence((sequence + 1) << IN_FLIGHT_BITS);
    }
}
