package io.github.dualwrite.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real threads on a really mapped file: whoever is between begin and end finds its bit set in the file, always, while a sweep clears what it can.
 * Seen to fail when the clearing does not look at the cell again before it replaces the word, and when setting leaves a word alone whose bit is set.
 */
class SlotMarksStressTest {

    private static final int WRITERS = 3;
    private static final int SLOTS = 40; // in three words, so that setting one slot meets clearing another
    private static final int CLEARINGS = 30_000;
    private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path folder;

    @Test
    void whoIsInFlightIsAlwaysFoundInTheFile() throws IOException, InterruptedException, ExecutionException {
        long salt = 7;
        try (FileChannel channel = FileChannel.open(
                folder.resolve("bits"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            channel.write(SlotBits.empty(salt));
            SlotBits bits = new SlotBits(channel.map(FileChannel.MapMode.READ_WRITE, 0, SlotBits.BYTES), salt);
            SlotMarks marks = new SlotMarks(new Cells(SlotMap.SLOTS), bits);
            AtomicBoolean stopping = new AtomicBoolean();
            AtomicLong cleared = new AtomicLong();
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                Future<?> sweeping = threads.submit(() -> {
                    while (cleared.get() < CLEARINGS && !stopping.get()) {
                        for (int slot = 0; slot < SLOTS; slot++) {
                            long seen = marks.look(slot);
                            if (seen != 0 && marks.clear(slot, seen)) {
                                cleared.incrementAndGet();
                            }
                        }
                    }
                });
                List<Future<Integer>> writers = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(threads.submit(writer(marks, bits, sweeping, stopping)));
                }
                for (Future<Integer> writer : writers) {
                    assertThat(writer.get()).as("bits missing while in flight").isZero();
                }
                sweeping.get();
            } finally {
                stopping.set(true);
                threads.shutdownNow();
            }
            assertThat(cleared.get()).as("bits cleared meanwhile").isGreaterThanOrEqualTo(CLEARINGS);
            Sweep last = new Sweep(marks, new NothingElse());
            last.round();
            last.round();
            assertThat(marks.count()).isZero();
            assertThat(SlotBits.areValid(channel.map(FileChannel.MapMode.READ_ONLY, 0, SlotBits.BYTES), salt))
                    .isTrue();
        }
    }

    private static Callable<Integer> writer(
            SlotMarks marks, SlotBits bits, Future<?> sweeping, AtomicBoolean stopping) {
        return () -> {
            int missing = 0;
            long deadline = System.nanoTime() + AT_MOST_NANOS;
            while (!sweeping.isDone() && !stopping.get()) {
                int slot = ThreadLocalRandom.current().nextInt(SLOTS);
                marks.opened(slot);
                for (int look = 0; look < 3; look++) {
                    missing += bits.isSet(slot) ? 0 : 1;
                }
                marks.closed(slot);
                stopping.compareAndSet(false, System.nanoTime() - deadline >= 0);
            }
            return missing;
        };
    }

    private static final class NothingElse implements Sweep.Rest {

        @Override
        public long place(int slot) {
            return 0;
        }

        @Override
        public boolean isAtRest(int slot, long place) {
            return true;
        }

        @Override
        public BitSet openSlots() {
            return new BitSet();
        }
    }
}
