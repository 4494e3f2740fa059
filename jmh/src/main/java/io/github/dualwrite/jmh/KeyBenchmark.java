package io.github.dualwrite.jmh;

import io.github.dualwrite.net.Slots;
import io.github.dualwrite.order.Key;
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

/** What does it cost to hash a key: its slot alone, and its slot, its 64 bits and its stripe? {@code jmh/run.sh micro KeyBenchmark -prof gc} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KeyBenchmark {

    /** The key. */
    @Param({"user:12345", "{user:12345}:profile", "application:tenant:42:session:0123456789abcdef"})
    public String text = "";

    private byte[] bytes = {};

    /** Encodes the key. */
    @Setup
    public void prepare() {
        bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The slot, as the cluster specification defines it. */
    @Benchmark
    public int slot() {
        return Slots.of(bytes);
    }

    /** Everything that the engine wants to know of a key. */
    @Benchmark
    public Key key() {
        return new Key(bytes);
    }
}
