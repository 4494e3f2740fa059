package io.github.dualwrite.stories;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two clusters of one node each, and what stories do with them. */
final class Scene implements AutoCloseable {

    private static final Duration SOON = Duration.ofMinutes(2);

    final LocalCluster first =
            LocalCluster.builder().name("first").primaries(1).replicas(0).start();
    final LocalCluster second =
            LocalCluster.builder().name("second").primaries(1).replicas(0).start();

    void empty() {
        first.flushAll();
        second.flushAll();
    }

    /** A Dualwrite that has found both clusters equal. */
    DualWrite dualWrite() {
        Target target = Target.cluster("second", second.seeds()).timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
        DualWrite dualWrite = DualWrite.builder()
                .primary(Target.cluster("first", first.seeds()))
                .secondary(target.replication(target.replication().withPace(new Pace(1_000_000, 1L << 30))))
                .build();
        settle(dualWrite);
        return dualWrite;
    }

    static void settle(DualWrite dualWrite) {
        if (!dualWrite.awaitAgreement(SOON)) {
            throw new IllegalStateException("no agreement: " + dualWrite.status());
        }
    }

    /** How many keys are not the same on both. */
    int differing() {
        return DataSet.of(first)
                .differences(DataSet.of(second), Duration.ofSeconds(2))
                .size();
    }

    /** Does the same with many threads at once. */
    static void together(int count, Callable<Void> work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(work);
            }
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
