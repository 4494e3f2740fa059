package io.github.dualwrite.account;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long things took, as counts in buckets that are never wider than an eighth of their value: a percentile is right within 12.5%. To record
 * costs one increment and allocates nothing. Safe for any thread.
 *
 * <p>Counts only grow; who wants the percentiles of a span of time takes two {@linkplain #counts snapshots} and {@linkplain Counts#since
 * subtracts}.
 */
public final class Latencies {

    /** Eight buckets for every doubling. */
    private static final int FINE_BITS = 3;

    /** The last one takes everything from about 73 minutes on. */
    private static final int BUCKETS = (42 - FINE_BITS + 1) << FINE_BITS;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    /** Something took {@code nanos}; less than nothing counts as nothing. */
    public void record(long nanos) {
        buckets.incrementAndGet(bucket(nanos));
    }

    /** What was recorded so far. */
    public Counts counts() {
        long[] copy = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = buckets.get(i);
        }
        return new Counts(copy);
    }

    private static int bucket(long nanos) {
        if (nanos < 1 << FINE_BITS) {
            return (int) Math.max(0, nanos);
        }
        int doubling = 63 - Long.numberOfLeadingZeros(nanos) - FINE_BITS;
        int fine = (int) (nanos >>> doubling) & ((1 << FINE_BITS) - 1);
        return Math.min(BUCKETS - 1, ((doubling + 1) << FINE_BITS) + fine);
    }

    /** The largest value that falls into a bucket. */
    private static long upperBound(int bucket) {
        if (bucket < 1 << FINE_BITS) {
            return bucket;
        }
        int doubling = (bucket >>> FINE_BITS) - 1;
        long fine = (bucket & ((1 << FINE_BITS) - 1)) + (1L << FINE_BITS);
        return ((fine + 1) << doubling) - 1;
    }

    /** Counts at one moment, or of a span of time. Immutable. */
    public static final class Counts {

        private final long[] counts;

        private Counts(long[] counts) {
            this.counts = counts;
        }

        /** What came after {@code earlier}. */
        public Counts since(Counts earlier) {
            long[] difference = new long[BUCKETS];
            for (int i = 0; i < BUCKETS; i++) {
                difference[i] = counts[i] - earlier.counts[i];
            }
            return new Counts(difference);
        }

        /** How many there are. */
        public long total() {
            long total = 0;
            for (long count : counts) {
                total += count;
            }
            return total;
        }

        /** The time in nanoseconds within which a {@code share} (0 to 1) of them ended; 0 if there are none. */
        public long percentile(double share) {
            long total = total();
            long wanted = Math.max(1, (long) Math.ceil(share * total));
            long seen = 0;
            for (int i = 0; i < BUCKETS; i++) {
                seen += counts[i];
                if (seen >= wanted) {
                    return upperBound(i);
                }
            }
            return 0;
        }
    }
}
