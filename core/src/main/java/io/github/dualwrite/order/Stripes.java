package io.github.dualwrite.order;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Who is writing what, almost without names: keys hash onto 262,144 stripes, each one {@code long}. It holds how many operations are in flight on the
 * stripe and a sequence that moves whenever something happens that an operation in flight has to know of: a mark, or the begin of another operation.
 * Two keys on one stripe only cost a needless repair. With a quarter of the stripes, hundreds of writes in flight among a hundred thousand keys cost more
 * needless repairs than needed ones.
 *
 * <p>Streams. Operations of one stream reach the primary in the order of their begins, and are ended in that order too, so they are no news to each
 * other. A stripe therefore knows one stream, its owner, and counts its operations apart: the owner's next begin moves the sequence only while there
 * are others. Stream 0 is nobody's: each of its operations is another's. Who cannot be counted as the owner's is counted as another's, which is
 * always safe.
 *
 * <p>Safe for any thread; every method is one atomic step and never waits.
 */
public class Stripes {

    static final int BITS = 18;

    /** Streams have the numbers from 1 to here. */
    static final int MOST_STREAMS = 511;

    // from the lowest bit: others in flight, the owner's in flight, the owner, the sequence; the highest bit is 0
    private static final int OTHERS_BITS = 18;
    private static final int OWN_BITS = 13;
    private static final int OWNER_BITS = 9;
    private static final int OWN_SHIFT = OTHERS_BITS;
    private static final int OWNER_SHIFT = OWN_SHIFT + OWN_BITS;
    private static final int SEQUENCE_SHIFT = OWNER_SHIFT + OWNER_BITS;

    private static final long OTHERS_MASK = (1L << OTHERS_BITS) - 1;
    private static final long OWN_MASK = (1L << OWN_BITS) - 1;
    private static final long OWNER_MASK = (1L << OWNER_BITS) - 1;
    private static final long ONE_OWN = 1L << OWN_SHIFT;
    private static final long ONE_SEQUENCE = 1L << SEQUENCE_SHIFT;
    private static final long SEQUENCE_MASK = (1L << (63 - SEQUENCE_SHIFT)) - 1;

    /** Set in what {@link #begin} returns, never in a cell: the operation is counted as another's than the owner's. */
    private static final long AS_OTHER = Long.MIN_VALUE;

    private final AtomicLongArray cells;
    private final int step;
    private final int first;

    /** Of one secondary. */
    Stripes() {
        this(1 << BITS);
    }

    Stripes(int count) {
        this(new AtomicLongArray(count), 1, 0);
    }

    private Stripes(AtomicLongArray cells, int step, int first) {
        this.cells = cells;
        this.step = step;
        this.first = first;
    }

    /**
     * As many as there are secondaries, independent of each other. A write has the same stripe in each, and those lie side by side: what comes from far
     * away in memory comes once.
     */
    public static List<Stripes> sideBySide(int secondaries) {
        AtomicLongArray cells = new AtomicLongArray(secondaries << BITS);
        return IntStream.range(0, secondaries)
                .mapToObj(i -> new Stripes(cells, secondaries, i))
                .toList();
    }

    private int cell(int stripe) {
        return stripe * step + first;
    }

    /**
     * One more in flight, and everybody in flight whom it concerns learns of it.
     *
     * @param stream the operation's stream, or 0
     * @return the stripe's state just after, for {@link #isAlone}, {@link #isOwn} and {@link #sequence}
     */
    long begin(int stripe, int stream) {
        int cell = cell(stripe);
        while (true) {
            long before = cells.get(cell);
            long after = begun(before, stream);
            if (cells.compareAndSet(cell, before, after & Long.MAX_VALUE)) {
                return after;
            }
        }
    }

    private static long begun(long before, int stream) {
        long own = own(before);
        boolean others = (before & OTHERS_MASK) != 0;
        if (stream != 0 && own == 0) {
            long owned = (before & ~(OWNER_MASK << OWNER_SHIFT)) | ((long) stream << OWNER_SHIFT);
            return (others ? moved(owned) : owned) + ONE_OWN;
        }
        if (stream != 0 && owner(before) == stream && own < OWN_MASK) {
            return (others ? moved(before) : before) + ONE_OWN;
        }
        return (moved(before) + 1) | AS_OTHER;
    }

    private static long moved(long state) {
        return (state + ONE_SEQUENCE) & Long.MAX_VALUE;
    }

    /** Tells everybody in flight that something happened. Returns the stripe's state just after. */
    long pulse(int stripe) {
        int cell = cell(stripe);
        while (true) {
            long before = cells.get(cell);
            long after = moved(before);
            if (cells.compareAndSet(cell, before, after)) {
                return after;
            }
        }
    }

    /**
     * One less in flight.
     *
     * @param own whether its begin counted it as the owner's
     * @return the stripe's state just after; its sequence is the one at this very moment
     */
    long end(int stripe, boolean own) {
        return cells.addAndGet(cell(stripe), own ? -ONE_OWN : -1);
    }

    /** The stripe's state now. */
    long state(int stripe) {
        return cells.get(cell(stripe));
    }

    void pulseAll() {
        for (int stripe = 0; stripe < cells.length() / step; stripe++) {
            pulse(stripe);
        }
    }

    /** How many tickets are held now, one per stripe of an operation; a snapshot that takes a moment. */
    long inFlight() {
        long sum = 0;
        for (int stripe = 0; stripe < cells.length() / step; stripe++) {
            long state = cells.get(cell(stripe));
            sum += own(state) + (state & OTHERS_MASK);
        }
        return sum;
    }

    /** Of what {@link #begin} returned: whether nothing was in flight that could be out of order with the operation. */
    static boolean isAlone(long begun) {
        long others = begun & OTHERS_MASK;
        return isOwn(begun) ? others == 0 : others == 1 && own(begun) == 0;
    }

    /** Of what {@link #begin} returned: whether the operation is counted as the owner's. */
    static boolean isOwn(long begun) {
        return begun >= 0;
    }

    /** The same, as if nothing else were in flight. */
    static long alone(long begun) {
        return isOwn(begun) ? begun & ~OTHERS_MASK : (begun & ~(OTHERS_MASK | (OWN_MASK << OWN_SHIFT))) | 1;
    }

    private static long own(long state) {
        return (state >>> OWN_SHIFT) & OWN_MASK;
    }

    private static long owner(long state) {
        return (state >>> OWNER_SHIFT) & OWNER_MASK;
    }

    /** Wraps around after 2^23 events on one stripe that somebody in flight has to know of; only equality is ever asked. */
    static int sequence(long state) {
        return (int) ((state >>> SEQUENCE_SHIFT) & SEQUENCE_MASK);
    }

    /** A state that has this sequence, of which nothing else is asked. */
    static long withSequence(long sequence) {
        return sequence << SEQUENCE_SHIFT;
    }

    /** The sequence after one more event. */
    static int following(int sequence) {
        return (int) ((sequence + 1L) & SEQUENCE_MASK);
    }
}
