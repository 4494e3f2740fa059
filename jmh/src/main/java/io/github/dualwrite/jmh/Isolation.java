package io.github.dualwrite.jmh;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.TcpProxy;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.JedisCluster;

/**
 * Is a secondary in trouble ever felt? Windows with the secondary healthy and with a fault alternate in one run on one facade; the figure is
 * the ratio of the caller's p99 within each pair, fault to healthy. {@code jmh/run isolation [--pairs N] [--seconds N] [--threads N]}
 *
 * <p>The primary is a cluster of two shards; the secondary a single server behind a proxy that can swallow bytes or refuse connections. After
 * the last pair the secondary is well again and must come into agreement.
 */
public final class Isolation {

    private static final String PASSWORD = "benchmark";

    private final int pairs;
    private final Duration window;
    private final int threads;

    private Isolation(int pairs, Duration window, int threads) {
        this.pairs = pairs;
        this.window = window;
        this.threads = threads;
    }

    /** Runs every fault in turn. Exits with 1 if the secondary did not come into agreement afterwards. */
    public static void main(String[] args) throws Exception {
        Security.setProperty("networkaddress.cache.ttl", "0"); // every connection looks its name up
        Isolation run = new Isolation(
                option(args, "--pairs", 5),
                Duration.ofSeconds(option(args, "--seconds", 3)),
                option(args, "--threads", 4));
        System.out.printf(
                "%d threads, %d pairs of %d s; each cell: p99 in us healthy -> with the fault (ratio)%n",
                run.threads, run.pairs, run.window.toSeconds());
        boolean agreed = true;
        for (Faults fault : Faults.values()) {
            if (fault.isPossible()) {
                agreed &= run.measure(fault);
            } else {
                System.out.printf("%-12s skipped: needs JDK 21 or later%n", fault);
            }
        }
        System.exit(agreed ? 0 : 1);
    }

    private static int option(String[] args, String name, int otherwise) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
    }

    private boolean measure(Faults fault) throws Exception {
        try (LocalCluster primary =
                        LocalCluster.builder().name("primary").replicas(0).start();
                LocalCluster secondary = LocalCluster.builder()
                        .name("secondary")
                        .standalone()
                        .password(PASSWORD)
                        .start();
                TcpProxy proxy = TcpProxy.to(secondary.nodes().get(0));
                DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("primary", primary.seeds()))
                        .secondary(target(proxy, fault))
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            LocalNode node = secondary.nodes().get(0);
            load(jedis); // warms up
            List<Double> ratios = new ArrayList<>();
            StringBuilder cells = new StringBuilder();
            for (int pair = 0; pair < pairs; pair++) {
                dualWrite.awaitAgreement(Duration.ofSeconds(60));
                double healthy = load(jedis).micros(0.99);
                fault.begin(node, proxy);
                double faulty;
                try {
                    faulty = load(jedis).micros(0.99);
                } finally {
                    fault.end(node, proxy);
                }
                ratios.add(faulty / healthy);
                cells.append(String.format(Locale.ROOT, "  %.0f -> %.0f (%.2f)", healthy, faulty, faulty / healthy));
            }
            boolean agreed = dualWrite.awaitAgreement(Duration.ofSeconds(60));
            ratios.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s median ratio %.2f, from %.2f to %.2f, %s%n            %s%n",
                    fault,
                    ratios.get(ratios.size() / 2),
                    ratios.get(0),
                    ratios.get(ratios.size() - 1),
                    agreed ? "in agreement afterwards" : "NOT IN AGREEMENT: " + dualWrite.status(),
                    cells);
            return agreed;
        }
    }

    private static Target target(TcpProxy proxy, Faults fault) {
        Target target = Target.standalone("secondary", fault.endpoint(proxy)).credentials(() -> {
            Faults.beforeConnecting();
            return new Credentials(null, PASSWORD);
        });
        target = target.replication(target.replication().withPace(new Pace(1_000_000, 1L << 30)));
        return fault == Faults.FULL_LANE
                ? target.replication(
                        target.replication().withLanes(Lanes.ofDefaults().withLimits(16, 16_384, 1 << 20)))
                : target;
    }

    private Latencies load(JedisCluster jedis) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Latencies>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int seed = i;
                calls.add(() -> calls(jedis, new Random(seed)));
            }
            Latencies all = new Latencies();
            for (Future<Latencies> one : callers.invokeAll(calls)) {
                all.add(one.get());
            }
            return all;
        } finally {
            callers.shutdown();
        }
    }

    private Latencies calls(JedisCluster jedis, Random random) {
        Latencies latencies = new Latencies();
        long end = System.nanoTime() + window.toNanos();
        long before = System.nanoTime();
        while (before - end < 0) {
            String key = "key:" + random.nextInt(20_000);
            switch (random.nextInt(3)) {
                case 0 -> jedis.set(key, "0123456789");
                case 1 -> jedis.incr("counter:" + key);
                default -> jedis.hset("hash:" + key, "field", "value");
            }
            long after = System.nanoTime();
            latencies.record(after - before);
            before = after;
        }
        return latencies;
    }
}
