package io.github.dualwrite.examples;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.verify.VerifyOptions;
import io.github.dualwrite.verify.VerifyReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.JedisCluster;

/**
 * The main job, end to end: three real clusters, the listener, the facade, a frozen secondary, and a comparison of every key. Exits with 0 only
 * if all keys of all clusters are equal.
 */
public final class Demo {

    private static final int FREEZE_SECONDS = 3;
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    private Demo() {}

    /** Runs it; {@code --serve} leaves everything running until the process is told to end. */
    public static void main(String... arguments) throws Exception {
        boolean serve = List.of(arguments).contains("--serve");
        boolean equal;
        try (DemoClusters clusters = DemoClusters.start();
                DemoListener listener = DemoListener.start(clusters)) {
            firstWrite(clusters, listener);
            equal = load(clusters, listener);
            if (serve) {
                listener.printLinesToPaste(clusters);
                new CountDownLatch(1).await(); // Ctrl-C ends this process, and the servers end with it
            }
        }
        System.exit(equal ? 0 : 1);
    }

    private static void firstWrite(DemoClusters clusters, DemoListener listener) throws Exception {
        System.out.println("\n1. SET a 1 through the listener, GET a on each cluster");
        System.out.println("   listener  SET a 1  " + listener.command("SET", "a", "1"));
        for (LocalCluster cluster : clusters.all()) {
            LocalNode owner = cluster.primaryOf(DemoClusters.SLOT_OF_A);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            String value = owner.text("GET", "a");
            while (!value.equals("1") && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(5); // a secondary trails by a moment
                value = owner.text("GET", "a");
            }
            System.out.println("   " + cluster.name() + "  GET a    \"" + value + "\"");
            if (!value.equals("1")) {
                throw new IllegalStateException(cluster.name() + ": GET a answered " + value + " (expected: 1)");
            }
        }
    }

    private static boolean load(DemoClusters clusters, DemoListener listener) throws Exception {
        try (DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("cluster1", clusters.one().seeds()))
                        .secondary(Target.cluster("cluster2", clusters.two().seeds()))
                        .secondary(Target.cluster("cluster3", clusters.three().seeds())
                                .tls(Tls.ca(clusters.certificates().caPem()))
                                .credentials("default", DemoClusters.PASSWORD))
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            System.out.println(
                    "\n2. The push: SETs of random keys through the listener, mixed writes through the facade");
            Load load = new Load(jedis, listener.port());
            Load.Latencies healthy = load.run("healthy", Load.FIRST_HALF);

            System.out.println("\n3. cluster2 is frozen for " + FREEZE_SECONDS + " s in the middle");
            clusters.two().nodes().forEach(LocalNode::freeze);
            AtomicLong thawedAt = new AtomicLong();
            Thread thaw = new Thread(() -> {
                try {
                    TimeUnit.SECONDS.sleep(FREEZE_SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                clusters.two().nodes().forEach(LocalNode::thaw);
                thawedAt.set(System.nanoTime());
            });
            thaw.start();
            Load.Latencies frozen = load.run("frozen ", Load.SECOND_HALF);
            thaw.join();
            System.out.println("   caller's latency, facade:  healthy " + healthy + "   cluster2 frozen " + frozen);

            boolean caughtUp = dualWrite.awaitAgreement(CATCH_UP);
            System.out.printf(
                    "   cluster2 %s %.1f s after the thaw%n",
                    caughtUp ? "had caught up by itself" : "had NOT caught up",
                    (System.nanoTime() - thawedAt.get()) / 1e9);

            System.out.println("\n4. Every key of the three clusters, compared: type, value, time to live");
            return compare(clusters, dualWrite);
        }
    }

    private static boolean compare(DemoClusters clusters, DualWrite dualWrite) {
        List<VerifyReport> reports = dualWrite.verify(
                VerifyOptions.ofDefaults().withKeysPerSecond(100_000).withRounds(8, Duration.ofSeconds(1)));
        List<SecondaryStatus> status = dualWrite.status();
        System.out.println("   cluster    keys      differing keys   lag of the facade");
        System.out.printf("   %-10s %-9d %-16s %s%n", "cluster1", clusters.one().size(), "(primary)", "-");
        boolean equal = true;
        for (int i = 0; i < reports.size(); i++) {
            VerifyReport report = reports.get(i);
            System.out.printf(
                    "   %-10s %-9d %-16d %d ms%n",
                    report.secondary(),
                    report.secondaryKeys(),
                    report.differing(),
                    status.get(i).lag().toMillis());
            report.problems().forEach(problem -> System.out.println("   problem: " + problem));
            report.samples().stream().limit(5).forEach(sample -> System.out.println("   differs: " + sample));
            boolean balanced = status.get(i).account().isBalanced();
            if (!balanced) {
                System.out.println(
                        "   the account does not balance: " + status.get(i).account());
            }
            equal &= report.isEqual() && balanced;
        }
        long differing = reports.stream().mapToLong(VerifyReport::differing).sum();
        System.out.println(
                "\n" + differing + " differing keys: " + (equal ? "all clusters are equal" : "NOT shown equal"));
        return equal;
    }
}
