package io.github.dualwrite.listener.admin;

import io.github.dualwrite.account.Latencies;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** The last minutes of one target, a sample a second. Not safe for several threads: {@link History} guards it. */
final class Series {

    /** Three minutes and a little. */
    static final int KEPT = 190;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier counter;
    private final Latencies latencies;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long countBefore;
    private Latencies.Counts latenciesBefore;
    private long nanosBefore;

    Series(LongSupplier counter, Latencies latencies, long nanoTime) {
        this.counter = counter;
        this.latencies = latencies;
        this.countBefore = counter.getAsLong();
        this.latenciesBefore = latencies.counts();
        this.nanosBefore = nanoTime;
    }

    void sample(long at, long nanoTime) {
        long count = counter.getAsLong();
        Latencies.Counts now = latencies.counts();
        Latencies.Counts span = now.since(latenciesBefore);
        double seconds = Math.max(1, nanoTime - nanosBefore) / NANOS_PER_SECOND;
        if (samples.size() == KEPT) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(
                at,
                Math.max(0, count - countBefore) / seconds,
                span.percentile(0.5) / NANOS_PER_MILLI,
                span.percentile(0.99) / NANOS_PER_MILLI));
        countBefore = count;
        latenciesBefore = now;
        nanosBefore = nanoTime;
    }

    /** What is newer than {@code at}. */
    List<Sample> after(long at) {
        return samples.stream().filter(sample -> sample.at() > at).toList();
    }
}
