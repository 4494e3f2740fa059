package io.github.dualwrite.jmh.system;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.dualwrite.account.Latencies.Counts;
import io.github.dualwrite.jmh.Latencies;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Callers that do one thing for a while, as fast as they can or at a pace. */
final class Load {

    private static final Duration SETTLE = Duration.ofMinutes(2);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final Duration WARM_WINDOW = Duration.ofSeconds(1);
    private static final Duration WARM_MOST = Duration.ofSeconds(30);
    /** A compiler that takes less than this share of a core is at rest. */
    private static final double COMPILING = 0.05;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Contender contender;
    private final Operation operation;
    private final String[] keys;
    private final int threads;
    private double perSecond = Double.POSITIVE_INFINITY;
    private boolean settles = true;
    private long calls;

    /** @param prefix of the keys, so that each contender has its own */
    Load(Contender contender, Operation operation, String prefix, int keys, int threads) {
        this.contender = contender;
        this.operation = operation;
        this.keys = keys(prefix, keys);
        this.threads = threads;
    }

    static String[] keys(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + ":" + i).toArray(String[]::new);
    }

    /** All callers together make so many calls a second; who is late counts from when the call was due. */
    Load at(double callsPerSecond) {
        perSecond = callsPerSecond;
        return this;
    }

    /** What callers leave behind is not waited for: it may not come to an end. */
    Load withoutSettling() {
        settles = false;
        return this;
    }

    /**
     * Calls until the compiler has come to rest, half a minute at most: as long as it works, it takes the cores from what is measured, and more from whom
     * has more code.
     */
    void warmUp() throws Exception {
        long began = System.nanoTime();
        long compiled;
        do {
            compiled = COMPILER.getTotalCompilationTime();
            run(WARM_WINDOW);
            compiled = COMPILER.getTotalCompilationTime() - compiled;
        } while (compiled > WARM_WINDOW.toMillis() * COMPILING && System.nanoTime() - began < WARM_MOST.toNanos());
    }

    private record Caller(Latencies latencies, long allocated) {}

    Window run(Duration time) throws Exception {
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        Counts lagBefore = contender.lag();
        long copiedBefore = contender.copied();
        long lostBefore = contender.lost();
        long cpuBefore = PROCESS.getProcessCpuTime();
        long began = System.nanoTime();
        List<Caller> callers = call(time, began);
        long ended = System.nanoTime();
        boolean settled = settles && contender.settle(SETTLE);
        long done = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime() - cpuBefore;
        Latencies latencies = new Latencies();
        callers.forEach(caller -> latencies.add(caller.latencies()));
        Counts lag = contender.lag();
        return new Window(
                latencies.size() * operation.commands(),
                (ended - began) / 1e9,
                latencies,
                cpu,
                callers.stream().mapToLong(Caller::allocated).sum(),
                heapPools().stream()
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum(),
                (done - ended) / 1e9,
                settled,
                contender.copied() - copiedBefore,
                contender.lost() - lostBefore,
                lag == null || lagBefore == null ? null : lag.since(lagBefore));
    }

    private List<Caller> call(Duration time, long began) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Caller>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int seed = i;
                long first = calls++ << 32;
                tasks.add(() -> caller(time, began, new SplittableRandom(seed), first));
            }
            List<Caller> callers = new ArrayList<>();
            for (Future<Caller> one : pool.invokeAll(tasks)) {
                callers.add(one.get());
            }
            return callers;
        } finally {
            pool.shutdown();
        }
    }

    private Caller caller(Duration time, long began, SplittableRandom random, long first) {
        Latencies latencies = new Latencies();
        long interval = Double.isInfinite(perSecond) ? 0 : (long) (1e9 * threads / perSecond);
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        long end = began + time.toNanos();
        long from = System.nanoTime();
        for (long call = first; from - end < 0; call++) {
            int at = random.nextInt(keys.length);
            contender.call(operation, keys, at, operation.value(at ^ (int) call, call));
            long now = System.nanoTime();
            latencies.record(now - from);
            if (interval == 0) {
                from = now;
            } else {
                from += interval;
                while (System.nanoTime() - from < 0) {
                    LockSupport.parkNanos(from - System.nanoTime());
                }
            }
        }
        return new Caller(
                latencies,
                THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated);
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
