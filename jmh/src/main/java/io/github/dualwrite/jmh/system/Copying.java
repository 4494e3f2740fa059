package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.verify.VerifyOptions;
import io.github.dualwrite.verify.VerifyReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;

/**
 * How fast is a secondary filled and compared, and what does the primary's caller feel? Backfill and verification without a pace take turns with a loop
 * that scans the primary and pipelines {@code DUMP}, {@code PTTL} and {@code RESTORE}: what one writes when there is no tool at hand. {@code jmh/run.sh
 * copying [--keys N] [--bytes N] [--rounds N] [--paced 0|1] [--shake PROGRAM]}; {@code --paced 0} leaves out the backfill at the default pace, which takes its
 * time, {@code --shake} names a program of RedisShake, which then copies, too.
 *
 * <p>Beside each of them one caller reads from the primary all the time; its p99 while nothing is copied comes first. The CPU is that of this process and of
 * all servers together, the reader's share included; RedisShake's own is not known.
 */
public final class Copying {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int WHOLE_SPEED = 1_000_000_000;
    private static final int PIPELINE = 1_000;

    private final Servers servers;
    private final int keys;
    private final int bytes;
    private final Report report;

    private final @Nullable RedisShake shake;

    private Copying(Servers servers, int keys, int bytes, @Nullable RedisShake shake, Report report) {
        this.servers = servers;
        this.keys = keys;
        this.bytes = bytes;
        this.shake = shake;
        this.report = report;
    }

    /** Runs all rounds. Exits with 1 if something was not equal at the end of a copy. */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, "keys", "bytes", "rounds", "paced", "shake");
        int keys = options.number("keys", 200_000);
        int bytes = options.number("bytes", 100);
        boolean paced = options.number("paced", 1) != 0;
        String program = options.text("shake", "");
        boolean well = true;
        try (Servers servers = new Servers()) {
            RedisShake shake = program.isEmpty() ? null : new RedisShake(Path.of(program), servers);
            Report report = new Report(
                    "copying",
                    keys + " strings of " + bytes + " bytes",
                    "what",
                    "keys/s",
                    "MB/s",
                    "ratio to the loop",
                    "CPU us/key, client",
                    "CPU us/key, servers",
                    "reader's p50 us",
                    "reader's p99 us");
            Copying copying = new Copying(servers, keys, bytes, shake, report);
            copying.fill();
            for (int round = 0; round < options.number("rounds", 3); round++) {
                well &= copying.round(paced);
            }
        }
        System.exit(well ? 0 : 1);
    }

    private void fill() {
        String value = "v".repeat(bytes);
        try (JedisCluster jedis = Servers.jedis(servers.primary())) {
            for (int from = 0; from < keys; from += PIPELINE) {
                try (AbstractPipeline pipeline = jedis.pipelined()) {
                    for (int i = from; i < Math.min(keys, from + PIPELINE); i++) {
                        pipeline.set("copied:" + i, value);
                    }
                }
            }
        }
    }

    private boolean round(boolean paced) throws Exception {
        measure("nothing", 0, Double.NaN, () -> {
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000_000L);
            return true;
        });
        servers.secondary().flushAll();
        double[] loop = new double[1];
        boolean well = measure(
                "loop of DUMP and RESTORE",
                keys,
                Double.NaN,
                () -> {
                    new RestoreLoop(servers).run();
                    return true;
                },
                loop);
        well &= backfill("backfill, no pace", new Pace(WHOLE_SPEED, Long.MAX_VALUE >> 1), loop[0]);
        if (shake != null) {
            well &= shake("RedisShake, scan", loop[0], () -> shake.run(RedisShake.Mode.SCAN));
            well &= shake("RedisShake, snapshot", loop[0], () -> shake.run(RedisShake.Mode.SNAPSHOT));
        }
        if (paced) {
            well &= backfill("backfill, default pace", Pace.ofDefaults(), loop[0]);
        }
        return well;
    }

    private boolean shake(String name, double loop, Supplier<Boolean> run) throws Exception {
        servers.secondary().flushAll();
        return measure(name, keys, loop, () -> run.get() && count(servers.secondary()) == keys);
    }

    private static long count(LocalCluster cluster) {
        return cluster.primaries().stream()
                .mapToLong(node -> {
                    try (Jedis jedis = new Jedis(node.host(), node.port())) {
                        return jedis.dbSize();
                    }
                })
                .sum();
    }

    private boolean backfill(String name, Pace pace, double loop) throws Exception {
        servers.secondary().flushAll();
        Target secondary = servers.target(servers.secondary()).sync(SyncMode.MANUAL);
        secondary = secondary.replication(secondary.replication().withPace(pace));
        try (DualWrite dualWrite = DualWrite.builder()
                .primary(servers.target(servers.primary()))
                .secondary(secondary)
                .build()) {
            boolean well = measure(name, keys, loop, () -> {
                dualWrite.startBackfill("secondary");
                return dualWrite.awaitAgreement(LONG);
            });
            if (pace.keysPerSecond() == WHOLE_SPEED) {
                well &= measure("verification, no pace", keys, loop, () -> {
                    VerifyReport found = dualWrite
                            .verify(VerifyOptions.ofDefaults().withKeysPerSecond(WHOLE_SPEED))
                            .get(0);
                    return found.isEqual();
                });
            }
            return well;
        }
    }

    private static Duration cpu(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private boolean measure(String name, int copied, double loop, Supplier<Boolean> work) throws Exception {
        return measure(name, copied, loop, work, new double[1]);
    }

    /** @param keysPerSecond receives the figure */
    private boolean measure(String name, int copied, double loop, Supplier<Boolean> work, double[] keysPerSecond)
            throws Exception {
        try (JedisCluster jedis = Servers.jedis(servers.primary())) {
            Reader reader = new Reader(jedis, keys);
            Thread reading = new Thread(reader, "reader");
            reading.start();
            Duration client = cpu(Stream.of(ProcessHandle.current()));
            Duration nodes = cpu(ProcessHandle.current().children());
            long began = System.nanoTime();
            boolean well = CompletableFuture.supplyAsync(work).get();
            double seconds = (System.nanoTime() - began) / 1e9;
            client = cpu(Stream.of(ProcessHandle.current())).minus(client);
            nodes = cpu(ProcessHandle.current().children()).minus(nodes);
            reader.stop();
            reading.join();
            double rate = copied / seconds;
            keysPerSecond[0] = rate;
            report.row(
                    name + (well ? "" : " (NOT EQUAL)"),
                    copied == 0 ? "" : text(rate, 0),
                    copied == 0 ? "" : text(rate * bytes / 1e6, 1),
                    text(rate / loop, 2),
                    copied == 0 ? "" : text(client.toNanos() / 1e3 / copied, 1),
                    copied == 0 ? "" : text(nodes.toNanos() / 1e3 / copied, 1),
                    text(reader.latencies().micros(0.5), 0),
                    text(reader.latencies().micros(0.99), 0));
            return well;
        }
    }
}
