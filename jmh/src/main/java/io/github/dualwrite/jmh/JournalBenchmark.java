package io.github.dualwrite.jmh;

import io.github.dualwrite.journal.Journal;
import io.github.dualwrite.journal.Journals;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Doubts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
 * What does the journal add to a write, per secondary: its slot opened and closed while the slot's bit is set already, which is the rule for a slot
 * that is written more than a few times a second; and the first time, when the bit has to be set in the mapped file.
 *
 * <p>{@code jmh/run.sh micro JournalBenchmark}; {@code -t 2} adds a second thread. Compare {@code jmh/run.sh micro TicketBenchmark}: the whole order of a write.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JournalBenchmark {

    /** A journal in the directory for temporary files. */
    @State(Scope.Benchmark)
    public static class Open {
        Path directory = Path.of("");
        Journal journal = open();

        private Journal open() {
            try {
                directory = Files.createTempDirectory("journal");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Journals(directory, Duration.ZERO).open("secondary");
        }

        /** Leaves nothing behind. */
        @TearDown
        public void close() throws IOException {
            journal.close(true);
            Files.delete(directory.resolve("dualwrite.lock"));
            Files.delete(directory);
        }
    }

    /** A new journal for each invocation: no bit is set. */
    @State(Scope.Benchmark)
    public static class Fresh {
        private final Open open = new Open();
        Journal journal = open.journal;

        /** Every bit has to be set anew. */
        @Setup(Level.Invocation)
        public void anew() {
            journal.close(true);
            journal = new Journals(open.directory, Duration.ZERO).open("secondary");
        }

        /** Leaves nothing behind. */
        @TearDown
        public void close() throws IOException {
            journal.close(true);
            open.close();
        }
    }

    /** A slot per thread. */
    @State(Scope.Thread)
    public static class Own {
        final int slot = (int) (Thread.currentThread().getId() * 1_031 % SlotMap.SLOTS);
    }

    /** The bit is set already. */
    @Benchmark
    public void again(Open open, Own own) {
        Doubts doubts = open.journal.doubts();
        doubts.opened(own.slot);
        doubts.closed(own.slot);
    }

    /** The bit is set already, all threads on one slot. */
    @Benchmark
    public void againInOneSlot(Open open) {
        Doubts doubts = open.journal.doubts();
        doubts.opened(7);
        doubts.closed(7);
    }

    /** The bit is set in the file. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 30)
    @Measurement(iterations = 30)
    @OperationsPerInvocation(SlotMap.SLOTS)
    public void firstTime(Fresh fresh) {
        Doubts doubts = fresh.journal.doubts();
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            doubts.opened(slot);
            doubts.closed(slot);
        }
    }
}
