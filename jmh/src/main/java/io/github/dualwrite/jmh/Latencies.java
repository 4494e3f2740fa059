package io.github.dualwrite.jmh;

/**
 * Latencies of calls in nanoseconds, as counts in buckets that are never wider than a 256th of their value: a percentile is right within 0.4 %. To
 * record allocates nothing, so that it does not show in what a caller allocates. One thread records.
 */
public final class Latencies {

    private static final int FINE_BITS = 8;
    private static final int BUCKETS = (42 - FINE_BITS + 1) << FINE_BITS;

    private final long[] counts = new long[BUCKETS];
    private long size;

    /** One call took {@code nanos}. */
    public void record(long nanos) {
        counts[bucket(nanos)]++;
        size++;
    }

    /** The calls of another thread. */
    public void add(Latencies other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        size += other.size;
    }

    /** How many there are. */
    public long size() {
        return size;
    }

    /** The value that the share {@code q} of all calls does not exceed, in microseconds; 0 if there are none. */
    public double micros(double q) {
        long wanted = Math.max(1, (long) Math.ceil(q * size));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperBound(i) / 1_000.0;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < 1 << FINE_BITS) {
            return (int) Math.max(0, nanos);
        }
        int doubling = 63 - Long.numberOfLeadingZeros(nanos) - FINE_BITS;
        int fine = (int) (nanos >>> doubling) & ((1 << FINE_BITS) - 1);
        return Math.min(BUCKETS - 1, ((doubling + 1) << FINE_BITS) + fine);
    }

    private static long upperBound(int bucket) {
        if (bucket < 1 << FINE_BITS) {
            return bucket;
        }
        int doubling = (bucket >>> FINE_BITS) - 1;
        long fine = (bucket & ((1 << FINE_BITS) - 1)) + (1L << FINE_BITS);
        return ((fine + 1) << doubling) - 1;
    }
}
