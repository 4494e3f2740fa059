package io.github.dualwrite.jmh;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * What does the order of one secondary add to a write: a ticket begun and ended, and a write completed into a queue that takes everything?
 * {@code jmh/run.sh micro TicketBenchmark -prof gc}; {@code -t 2} adds a second thread: on a key of its own, or contended on the shared one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TicketBenchmark {

    /** A secondary whose lane takes everything at once. */
    @State(Scope.Benchmark)
    public static class Shared {
        final DirtyKeys dirty = new DirtyKeys(1 << 20, System::nanoTime, key -> {});
        final KeyOrder order = new KeyOrder(dirty, new SlotStates(SlotStates.State.SYNCED), new EffectQueue() {
            @Override
            public boolean offer(Effect effect, Keys written) {
                return true;
            }

            @Override
            public long filled(int slot) {
                return 0;
            }

            @Override
            public long confirmed(int slot) {
                return 0;
            }
        });
        final Key hot = new Key(bytes("hot"));
    }

    /** A key per thread. */
    @State(Scope.Thread)
    public static class Own {
        final Key key = new Key(bytes("key:" + Thread.currentThread().getId()));
        final Effect effect = Effect.of(
                List.of(Step.of("OK", bytes("SET"), key.bytes(), bytes("0123456789"))),
                List.of(key.bytes()),
                false,
                false,
                "SET");
    }

    /** The ticket alone. */
    @Benchmark
    public Ticket beginAndEnd(Shared shared, Own own) {
        Ticket ticket = shared.order.begin(own.key);
        shared.order.endWithoutEffect(ticket);
        return ticket;
    }

    /** The ticket alone, all threads on one key. */
    @Benchmark
    public Ticket beginAndEndOnOneKey(Shared shared) {
        Ticket ticket = shared.order.begin(shared.hot);
        shared.order.endWithoutEffect(ticket);
        return ticket;
    }

    /** A write that nobody overlaps. */
    @Benchmark
    public KeyOrder.Fate beginAndComplete(Shared shared, Own own) {
        Ticket ticket = shared.order.begin(own.key);
        return shared.order.complete(ticket, own.effect, own.key, Keys.none());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
