package io.github.dualwrite.jmh;

import java.util.Arrays;

/** Latencies of calls in nanoseconds, kept whole: no buckets, so a percentile is exact. One thread records. */
final class Latencies {

    private long[] nanos = new long[1 << 16];
    private int size;

    void record(long value) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = value;
    }

    void add(Latencies other) {
        for (int i = 0; i < other.size; i++) {
            record(other.nanos[i]);
        }
    }

    int size() {
        return size;
    }

    /** The value that the share {@code q} of all calls does not exceed, in microseconds. */
    double micros(double q) {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return size == 0 ? 0 : sorted[Math.min(size - 1, (int) (size * q))] / 1_000.0;
    }
}
