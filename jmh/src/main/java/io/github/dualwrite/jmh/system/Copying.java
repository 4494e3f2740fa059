package io.github.dualwrite.jmh.system;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.verify.VerifyOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.JedisCluster;

/**
 * How fast is a secondary filled and compared, and what does the primary's caller feel? Backfill and verification without a pace take turns with a loop
 * that scans the primary and pipelines {@code DUMP}, {@code PTTL} and {@code RESTORE}: what one writes when there is no tool at hand. {@code jmh/run.sh
 * copying [--keys N] [--bytes N] [--rounds N] [--paced 0|1] [--shake PROGRAM] [--check PROGRAM] [--riot PROGRAM]}; {@code --paced 0} leaves out the backfill
 * at the default pace, which takes its time. Programs named take turns, too: RedisShake copies, RedisFullCheck and RIOT compare. Their time is that of the
 * whole process, its start and end included; the ratios to them come last.
 */
public final class Copying {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int WHOLE_SPEED = 1_000_000_000;
    private static final int PIPELINE = 1_000;

    private final Servers servers;
    private final int keys;
    private final int bytes;
    private final @Nullable RedisShake shake;
    private final List<Checker> checkers;
    private final Passes passes;
    private final Map<String, Ratios> ratios = new LinkedHashMap<>();

    private Copying(Servers servers, int keys, int bytes, @Nullable RedisShake shake, List<Checker> checkers) {
        this.servers = servers;
        this.keys = keys;
        this.bytes = bytes;
        this.shake = shake;
        this.checkers = checkers;
        this.passes = new Passes(servers, keys, bytes);
    }

    /** Runs all rounds. Exits with 1 if something was not equal at the end of a copy, or a program did not do its work. */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, "keys", "bytes", "rounds", "paced", "shake", "check", "riot");
        boolean well;
        try (Servers servers = new Servers()) {
            Program program = program(options, "shake");
            Copying copying = new Copying(
                    servers,
                    options.number("keys", 200_000),
                    options.number("bytes", 100),
                    program == null ? null : new RedisShake(program, servers),
                    checkers(options, servers));
            copying.fill();
            for (int round = 0; round < options.number("rounds", 3); round++) {
                copying.round(options.number("paced", 1) != 0);
            }
            System.out.println();
            copying.ratios.forEach((name, ratio) -> System.out.println(name + ": " + ratio));
            well = copying.passes.well();
        }
        System.exit(well ? 0 : 1);
    }

    private static List<Checker> checkers(Options options, Servers servers) {
        List<Checker> checkers = new ArrayList<>();
        Program check = program(options, "check");
        if (check != null) {
            for (RedisFullCheck.Mode mode : RedisFullCheck.Mode.values()) {
                checkers.add(new RedisFullCheck(check, servers, mode));
            }
        }
        Program riot = program(options, "riot");
        if (riot != null) {
            checkers.add(new Riot(riot, servers));
        }
        return checkers;
    }

    private static @Nullable Program program(Options options, String name) {
        String path = options.text(name, "");
        return path.isEmpty() ? null : new Program(name, path);
    }

    private void fill() {
        String value = value('v', bytes);
        try (JedisCluster jedis = Servers.jedis(servers.primary())) {
            for (int from = 0; from < keys; from += PIPELINE) {
                try (AbstractPipeline pipeline = jedis.pipelined()) {
                    for (int i = from; i < Math.min(keys, from + PIPELINE); i++) {
                        pipeline.set(key(i), value);
                    }
                }
            }
        }
    }

    private static String key(int i) {
        return "copied:" + i;
    }

    private static String value(char letter, int length) {
        return String.valueOf(letter).repeat(length);
    }

    private void round(boolean paced) throws Exception {
        passes.nothing();
        servers.secondary().flushAll();
        double loop = passes.pass("loop of DUMP and RESTORE", Double.NaN, () -> {
            new RestoreLoop(servers).run();
            return true;
        });
        backfill(loop);
        if (paced) {
            servers.secondary().flushAll();
            try (DualWrite dualWrite = open(Pace.ofDefaults())) {
                passes.pass("backfill, default pace", loop, () -> fill(dualWrite));
            }
        }
    }

    private void backfill(double loop) throws Exception {
        servers.secondary().flushAll();
        double filled;
        double verified;
        try (DualWrite dualWrite = open(new Pace(WHOLE_SPEED, Long.MAX_VALUE >> 1))) {
            filled = passes.pass("backfill, no pace", loop, () -> fill(dualWrite));
            verified = passes.pass(
                    "verification, no pace",
                    loop,
                    () -> dualWrite
                            .verify(VerifyOptions.ofDefaults().withKeysPerSecond(WHOLE_SPEED))
                            .get(0)
                            .isEqual());
        }
        for (Checker checker : checkers) {
            check(checker, loop, verified);
        }
        if (shake != null) {
            for (RedisShake.Mode mode : RedisShake.Mode.values()) {
                servers.secondary().flushAll();
                double shaken = passes.pass(
                        mode.label(),
                        loop,
                        () -> shake.run(mode) && servers.secondary().size() == keys);
                ratio("backfill to " + mode.label(), shaken, filled);
            }
        }
    }

    private void check(Checker checker, double loop, double verified) throws Exception {
        try (JedisCluster secondary = Servers.jedis(servers.secondary())) {
            secondary.set(key(0), value('w', checker.comparesValues() ? bytes : bytes + 1));
            double checked = passes.pass(checker.name(), loop, () -> checker.findsOneOf(keys));
            secondary.set(key(0), value('v', bytes));
            String name = "verification to " + checker.name();
            ratio(name, checked, verified);
            double idle = checker.idle().toMillis() / 1e3;
            if (idle > 0) {
                ratio(name + ", less the " + idle + " s in which it waits", keys / (keys / checked - idle), verified);
            }
        }
    }

    private void ratio(String name, double baseline, double value) {
        if (!Double.isNaN(value / baseline)) {
            ratios.computeIfAbsent(name, each -> new Ratios()).add(baseline, value);
        }
    }

    private DualWrite open(Pace pace) {
        Target secondary = servers.target(servers.secondary()).sync(SyncMode.MANUAL);
        return DualWrite.builder()
                .primary(servers.target(servers.primary()))
                .secondary(secondary.replication(secondary.replication().withPace(pace)))
                .build();
    }

    private static boolean fill(DualWrite dualWrite) {
        dualWrite.startBackfill("secondary");
        return dualWrite.awaitAgreement(LONG);
    }
}
