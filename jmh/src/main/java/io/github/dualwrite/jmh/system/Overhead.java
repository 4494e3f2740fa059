package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import io.github.dualwrite.jmh.system.Round.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What does it cost an application to write to two or three clusters? A plain {@code JedisCluster}, two naive double writers and the facade take
 * turns on the same servers; every ratio is to the plain one in the same turn. {@code jmh/run.sh overhead [--kinds plain,facade-1,...]
 * [--operations set-10,set-1k,get,incr-hot,hset,pipeline-100] [--threads 1,8,32] [--rounds N] [--millis N] [--keys N]}
 *
 * <p>All servers and all callers share one machine, so that a second cluster's own work is part of what is measured. CPU is that of this process
 * until the secondary has everything; allocated bytes are those of the callers' threads.
 */
public final class Overhead {

    private Overhead() {}

    /** Runs each operation with each number of threads. Exits with 1 if the facade left a key different or did not settle. */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, "kinds", "operations", "threads", "rounds", "millis", "keys");
        List<Kind> kinds =
                options.constants("kinds", "plain,sync,future,facade-1,facade-2,facade-ack-sync", Kind.class);
        List<Operation> operations =
                options.constants("operations", "set-10,set-1k,get,incr-hot,hset,pipeline-100", Operation.class);
        int keys = options.number("keys", 20_000);
        int rounds = options.number("rounds", 5);
        int millis = options.number("millis", 1_000);
        List<String[]> means = new ArrayList<>();
        boolean well = true;
        try (Servers servers = new Servers()) {
            Map<Kind, Contender> contenders = Round.open(servers, kinds);
            Round round = new Round(servers, Duration.ofMillis(millis), rounds);
            Report times = new Report(
                    "overhead",
                    "Speed: " + rounds + " rounds of " + millis + " ms each; ratios to the first of each group",
                    "operation",
                    "threads",
                    "contender",
                    "commands/s",
                    "ratio",
                    "p50 us",
                    "ratio",
                    "p99 us",
                    "ratio",
                    "p99.9 us",
                    "ratio");
            for (Operation operation : operations) {
                for (int threads : options.numbers("threads", "1,8,32")) {
                    Map<Kind, Result> results = round.run(contenders, operation, keys, threads);
                    for (Map.Entry<Kind, Result> each : results.entrySet()) {
                        Result result = each.getValue();
                        String[] title = {text(operation), String.valueOf(threads), text(each.getKey())};
                        times.row(speed(title, result));
                        means.add(means(title, result));
                        well &= !each.getKey().name().startsWith("FACADE")
                                || (result.settled && result.comparison.differing() == 0);
                    }
                }
            }
            contenders.values().forEach(Contender::close);
        }
        tell(means);
        System.exit(well ? 0 : 1);
    }

    private static String[] speed(String[] title, Result result) {
        return new String[] {
            title[0],
            title[1],
            title[2],
            text(result.throughput.value(), 0),
            result.throughput.toString(),
            text(result.p50.value(), 1),
            result.p50.toString(),
            text(result.p99.value(), 0),
            result.p99.toString(),
            text(result.p999.value(), 0),
            result.p999.toString()
        };
    }

    private static String[] means(String[] title, Result result) {
        return new String[] {
            title[0],
            title[1],
            title[2],
            text(result.cpu.value(), 2),
            text(result.cpu.added() / result.cpu.baseline(), 2),
            text(result.bytes.value(), 0),
            text(result.bytes.added(), 0),
            text(result.heap.value() / (1 << 20), 0),
            text(result.lag50.value(), 2),
            text(result.lag99.value(), 2),
            text(result.settle.value(), 2),
            text(100.0 * result.copied / result.commands, 2),
            result.settled ? String.valueOf(result.comparison.differing()) : "not settled",
            String.valueOf(result.lost)
        };
    }

    private static void tell(List<String[]> rows) {
        Report report = new Report(
                "means",
                "Means: CPU of the client's process, bytes allocated on the callers' threads, what the secondary was left with",
                "operation",
                "threads",
                "contender",
                "CPU us per command",
                "CPU added, of the first's",
                "bytes per command",
                "bytes added",
                "peak heap MiB",
                "lag p50 ms",
                "lag p99 ms",
                "until settled s",
                "copied %",
                "keys differing",
                "failed unseen");
        rows.forEach(report::row);
    }
}
