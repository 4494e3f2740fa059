package io.github.dualwrite.jmh;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Effects;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.order.Ticket;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The engine alone, no sockets: what does a {@code SET} cost its caller from the words to the queue (classification, ticket, effect, offer), while the
 * lanes drain beside it? {@code jmh/run.sh micro EngineBenchmark -prof gc}; {@code -t 8} for eight callers.
 *
 * <p>An iteration is 20,000 writes; the lanes are empty again before the next, so no queue is ever full. The figure for {@link #writeAndDrain} is a write
 * from its words to its confirmation by a node in memory.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 100)
@Measurement(iterations = 100)
@Fork(2)
public class EngineBenchmark {

    private static final int WRITES = 20_000;
    private static final int KEYS = 1_024;
    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

    /** One secondary. */
    @State(Scope.Benchmark)
    public static class Shared {
        final EngineParts parts = new EngineParts();
        final Catalogue catalogue = Catalogue.builtIn();
        final Effects effects = Effects.standard();

        /** The lanes are empty. */
        @TearDown(Level.Iteration)
        public void drain() {
            parts.awaitIdle();
        }

        /** Stops the lanes. */
        @TearDown(Level.Trial)
        public void close() {
            if (parts.dirty.size() > 0) {
                throw new IllegalStateException(
                        "keys became dirty, so something else was measured: " + parts.account.snapshot(0));
            }
            parts.close();
        }
    }

    /** Keys of one thread. */
    @State(Scope.Thread)
    public static class Own {
        final byte[][][] words = new byte[KEYS][][];

        /** Makes the words of each command. */
        @Setup
        public void prepare() {
            for (int i = 0; i < KEYS; i++) {
                words[i] = new byte[][] {
                    bytes("SET"), bytes("key:" + Thread.currentThread().getId() + ":" + i), bytes("0123456789")
                };
            }
        }
    }

    /** What the caller's thread does. */
    @Benchmark
    @OperationsPerInvocation(WRITES)
    public void write(Shared shared, Own own) {
        for (int i = 0; i < WRITES; i++) {
            write(shared, own.words[i & KEYS - 1]);
        }
    }

    /** The same, and the wait until the last effect is confirmed. */
    @Benchmark
    @OperationsPerInvocation(WRITES)
    public void writeAndDrain(Shared shared, Own own) {
        write(shared, own);
        shared.parts.awaitIdle();
    }

    private static void write(Shared shared, byte[][] words) {
        Invocation invocation = shared.catalogue.resolve(Command.named("SET", words)); // as the door for Jedis does
        Key key = new Key(Objects.requireNonNull(invocation.onlyKey()));
        Ticket ticket = shared.parts.order.begin(key);
        Effect effect = shared.effects.of(invocation, OK);
        shared.parts.order.complete(ticket, effect, key, Keys.none());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
