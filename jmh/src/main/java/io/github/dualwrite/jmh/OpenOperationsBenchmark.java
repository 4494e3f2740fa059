package io.github.dualwrite.jmh;

import io.github.dualwrite.fleet.Fleet;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.Peers;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost a write that other processes may write its key, too? It is opened on the caller's thread, and is over on another; here both happen on
 * one. {@code jmh/run.sh micro OpenOperationsBenchmark -prof gc}; {@code -t 2} adds a second thread on a key of its own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class OpenOperationsBenchmark {

    /** The processes of a secondary that nobody has reached yet. */
    @State(Scope.Benchmark)
    public static class Shared {
        final Peers peers = new Fleet(
                        new ClusterView(
                                "nowhere",
                                node -> {
                                    throw new IOException(node + " is nowhere");
                                },
                                new FixedTopology(new SlotMap(new @Nullable Node[SlotMap.SLOTS]), true),
                                Retry.ofDefaults("nowhere")),
                        "frames",
                        TimeUnit.SECONDS.toNanos(2),
                        key -> {},
                        () -> {},
                        new KnownEnds(System::nanoTime),
                        System::nanoTime)
                .peers();
    }

    /** A key per thread. */
    @State(Scope.Thread)
    public static class Own {
        final Key key = new Key(("key:" + Thread.currentThread().getId()).getBytes(StandardCharsets.US_ASCII));
    }

    /** One operation on one key, from its begin to its end. */
    @Benchmark
    public void openAndOver(Shared shared, Own own) {
        shared.peers.opened(own.key);
        shared.peers.over(own.key);
    }
}
