package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TcpProxy;
import java.security.Security;
import java.time.Duration;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

/**
 * Is a secondary in trouble ever felt? Windows with the secondary healthy and with a fault alternate in one run on one client; the figures are
 * ratios within each pair, fault to healthy. {@code jmh/run.sh isolation [--writers facade,sync,future] [--faults frozen,dead,...] [--pairs N]
 * [--millis N] [--threads N]}
 *
 * <p>The primary is a cluster of two nodes; the secondary a single server behind a proxy that can swallow bytes, delay them or refuse connections. After
 * the last pair the secondary is well again, and the facade must bring it into agreement.
 * The first three pairs are not counted: what happens only in a fault is compiled in them.
 */
public final class Isolation {

    private static final String PASSWORD = "benchmark";
    private static final int KEYS = 20_000;
    private static final int UNCOUNTED_PAIRS = 3;

    private static final Duration SOON = Duration.ofMinutes(1);

    private enum Writer {
        FACADE,
        SYNC,
        FUTURE
    }

    private final Report report;
    private final Duration window;
    private final int pairs;
    private final int threads;

    private Isolation(Options options) {
        this.window = Duration.ofMillis(options.number("millis", 2_000));
        this.pairs = options.number("pairs", 5);
        this.threads = options.number("threads", 4);
        this.report = new Report(
                "isolation",
                threads + " threads, " + pairs + " pairs of " + window.toMillis()
                        + " ms, SET of 10 bytes; each ratio: with the fault to healthy",
                "writer",
                "fault",
                "commands/s, fault",
                "ratio",
                "p50 us, fault",
                "ratio",
                "p99 us, healthy",
                "p99 us, fault",
                "ratio",
                "afterwards");
    }

    /** Runs every fault with every writer. Exits with 1 if the facade's secondary did not come into agreement afterwards. */
    public static void main(String[] args) throws Exception {
        Security.setProperty("networkaddress.cache.ttl", "0"); // every connection looks its name up
        Options options = new Options(args, "writers", "faults", "pairs", "millis", "threads");
        Isolation run = new Isolation(options);
        boolean agreed = true;
        for (Writer writer : options.constants("writers", "facade", Writer.class)) {
            for (Faults fault : options.constants(
                    "faults",
                    "frozen,dead,black-holed,slow,refusing,slow-to-connect,slow-names,full-lane",
                    Faults.class)) {
                if (fault.isPossible()) {
                    agreed &= run.measure(writer, fault);
                } else {
                    System.out.printf("%s: skipped, needs JDK 21 or later%n", text(fault));
                }
            }
        }
        System.exit(agreed ? 0 : 1);
    }

    private boolean measure(Writer writer, Faults fault) throws Exception {
        try (LocalCluster primary =
                        LocalCluster.builder().name("primary").replicas(0).start();
                LocalCluster secondary = LocalCluster.builder()
                        .name("secondary")
                        .standalone()
                        .password(PASSWORD)
                        .start();
                TcpProxy proxy = TcpProxy.to(secondary.nodes().get(0));
                Contender contender = open(writer, primary, proxy, fault)) {
            Load load = new Load(contender, Operation.SET_10, "isolation", KEYS, threads);
            load.warmUp();
            Ratios throughput = new Ratios();
            Ratios p50 = new Ratios();
            Ratios p99 = new Ratios();
            for (int pair = -UNCOUNTED_PAIRS; pair < pairs; pair++) {
                contender.settle(SOON);
                Window healthy = load.run(window);
                fault.begin(secondary.nodes().get(0), proxy);
                Window faulty;
                try {
                    faulty = new Load(contender, Operation.SET_10, "isolation", KEYS, threads)
                            .withoutSettling()
                            .run(window);
                } finally {
                    fault.end(secondary.nodes().get(0), proxy);
                }
                if (pair < 0) {
                    continue;
                }
                throughput.add(healthy.perSecond(), faulty.perSecond());
                p50.add(healthy.micros(0.5), faulty.micros(0.5));
                p99.add(healthy.micros(0.99), faulty.micros(0.99));
            }
            boolean settled = contender.settle(SOON);
            boolean agreed = writer != Writer.FACADE || settled;
            report.row(
                    text(writer),
                    text(fault),
                    text(throughput.value(), 0),
                    throughput.toString(),
                    text(p50.value(), 0),
                    p50.toString(),
                    text(p99.baseline(), 0),
                    text(p99.value(), 0),
                    p99.toString(),
                    writer == Writer.FACADE
                            ? agreed ? "in agreement" : "NOT IN AGREEMENT"
                            : contender.lost() + " writes failed or still wait");
            return agreed;
        }
    }

    private static Contender open(Writer writer, LocalCluster primary, TcpProxy proxy, Faults fault) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(Servers.POOL);
        pool.setMaxIdle(Servers.POOL);
        if (writer == Writer.FACADE) {
            Target target = Target.cluster("primary", primary.seeds());
            return new Facade(DualWrite.builder()
                    .primary(target.pool(target.pool().withMaxTotal(Servers.POOL)))
                    .secondary(Facade.as(target(proxy, fault), "isolation", Ack.ASYNC))
                    .build());
        }
        UnifiedJedis second = new JedisPooled(
                pool,
                HostAndPort.from(proxy.endpoint()),
                DefaultJedisClientConfig.builder().password(PASSWORD).build());
        UnifiedJedis first = Servers.jedis(primary);
        return writer == Writer.SYNC ? new NaiveSync(first, second) : new NaiveFuture(first, second);
    }

    private static Target target(TcpProxy proxy, Faults fault) {
        Target target = Target.standalone("secondary", fault.endpoint(proxy)).credentials(() -> {
            Faults.beforeConnecting();
            return new Credentials(null, PASSWORD);
        });
        return fault == Faults.FULL_LANE
                ? target.replication(
                        target.replication().withLanes(Lanes.ofDefaults().withLimits(16, 16_384, 1 << 20)))
                : target;
    }
}
