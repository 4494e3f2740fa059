package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.LocalNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does a secondary that is gone fill the heap? Its nodes are killed, callers go on writing ever new keys, and after each step what is left on the heap
 * after a collection is noted. {@code jmh/run.sh gone [--writes N] [--steps N] [--threads N]}
 */
public final class Gone {

    private static final Operation OPERATION = Operation.SET_10;

    private Gone() {}

    /** Runs all steps. Exits with 1 if the heap grew by more than what the settings allow between the first step and the last. */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, "writes", "steps", "threads");
        int writes = options.number("writes", 10_000_000);
        int steps = options.number("steps", 10);
        int threads = options.number("threads", 8);
        try (Servers servers = new Servers()) {
            Facade facade = (Facade) Kind.FACADE_1.open(servers);
            servers.secondary().nodes().forEach(LocalNode::kill);
            Report report = new Report(
                    "gone",
                    writes + " writes of new keys while the secondary is gone; heap after a collection",
                    "writes",
                    "seconds",
                    "heap MiB",
                    "dirty keys",
                    "dirty bytes MiB",
                    "dirty slots",
                    "queued");
            long began = System.nanoTime();
            long first = 0;
            long last = 0;
            for (int step = 1; step <= steps; step++) {
                write(facade, threads, writes / steps, (long) (step - 1) * writes / steps);
                last = heapAfterCollection();
                first = step == 1 ? last : first;
                SecondaryStatus status = facade.dualWrite().status().get(0);
                report.row(
                        text((double) step * writes / steps, 0),
                        text((System.nanoTime() - began) / 1e9, 0),
                        text(last / 1048576.0, 1),
                        text(status.dirtyKeys(), 0),
                        text(status.dirtyBytes() / 1048576.0, 1),
                        text(status.dirtySlots(), 0),
                        text((double) status.queuedEffects(), 0));
            }
            long bound = facade.dualWrite()
                            .config()
                            .secondaries()
                            .get(0)
                            .replication()
                            .lanes()
                            .maxDirtyBytes()
                    + facade.dualWrite()
                            .config()
                            .secondaries()
                            .get(0)
                            .replication()
                            .lanes()
                            .maxBytes();
            System.out.printf(
                    "%nfrom the first step to the last: %+.1f MiB (configured bound %d MiB)%n",
                    (last - first) / 1048576.0, bound >> 20);
            System.exit(last - first <= bound ? 0 : 1);
        }
    }

    private static void write(Facade facade, int threads, int writes, long from) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            callers.add(pool.submit(() -> {
                String[] key = new String[1];
                for (int n = thread; n < writes; n += threads) {
                    key[0] = "gone:" + (from + n) % 2_000_000; // the primary must hold them, too
                    facade.call(OPERATION, key, 0, OPERATION.value(n, n));
                }
            }));
        }
        for (Future<?> caller : callers) {
            caller.get();
        }
        pool.shutdown();
    }

    private static long heapAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
