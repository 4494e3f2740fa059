package io.github.dualwrite.jmh;

import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the dirty map cost: a look by a write whose key is clean, one more mark on a dirty key, and a whole round of mark, claim and repair, while so
 * many other keys are dirty? {@code jmh/run.sh micro DirtyKeysBenchmark -prof gc}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DirtyKeysBenchmark {

    /** The map, and what is in it. */
    @State(Scope.Benchmark)
    public static class Shared {
        /** How many other keys are dirty. */
        @Param({"0", "100000"})
        public int others;

        final EngineParts parts = new EngineParts();
        final DirtyKeys dirty = parts.dirty;
        final KeyOrder order = parts.order;

        /** Marks the other keys. */
        @Setup
        public void prepare() {
            for (int i = 0; i < others; i++) {
                order.mark(key("other:" + i), 1);
            }
            parts.close();
        }
    }

    /** A key per thread. */
    @State(Scope.Thread)
    public static class Own {
        final Key clean = key("clean:" + Thread.currentThread().getId());
        final Key marked = key("marked:" + Thread.currentThread().getId());
        final Key repaired = key("repaired:" + Thread.currentThread().getId());
    }

    /** Is a clean key dirty? */
    @Benchmark
    public boolean look(Shared shared, Own own) {
        return shared.order.isDirty(own.clean);
    }

    /** A write on a key that waits for its copy. */
    @Benchmark
    public void markAgain(Shared shared, Own own) {
        shared.order.mark(own.marked, 1);
    }

    /** From clean to dirty and back. */
    @Benchmark
    public long markAndRepair(Shared shared, Own own) {
        shared.order.mark(own.repaired, 1);
        long version = shared.dirty.claim(own.repaired, Long.MAX_VALUE);
        Ticket ticket = shared.order.beginRepair(own.repaired);
        return shared.order.endRepair(ticket, own.repaired, version);
    }

    private static Key key(String text) {
        return new Key(text.getBytes(StandardCharsets.US_ASCII));
    }
}
