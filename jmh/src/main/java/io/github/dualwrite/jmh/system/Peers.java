package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import io.github.dualwrite.jmh.system.Round.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Not only how fast: what do double writers leave behind? Callers fight over a few keys while both clusters are well; afterwards every key of either
 * side is compared. {@code jmh/run.sh peers [--kinds ...] [--operations set-10,rpush,incr-hot] [--threads N] [--rounds N] [--millis N] [--keys N]}
 */
public final class Peers {

    private Peers() {}

    /** Runs each operation. Exits with 1 if the facade left a key different. */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, "kinds", "operations", "threads", "rounds", "millis", "keys");
        List<Kind> kinds = options.constants("kinds", "plain,sync,future,camellia,camellia-async,facade-1", Kind.class);
        int threads = options.number("threads", 16);
        int keys = options.number("keys", 100);
        boolean well = true;
        try (Servers servers = new Servers()) {
            Map<Kind, Contender> contenders = Round.open(servers, kinds);
            Round round =
                    new Round(servers, Duration.ofMillis(options.number("millis", 1_000)), options.number("rounds", 3));
            Report report = new Report(
                    "peers",
                    threads + " callers, " + keys + " keys (" + Operation.LISTS
                            + " lists), both clusters well all the time",
                    "operation",
                    "contender",
                    "commands/s",
                    "ratio",
                    "p50 us",
                    "p99 us",
                    "keys",
                    "keys differing",
                    "elements lost",
                    "positions differing",
                    "failures");
            for (Operation operation : options.constants("operations", "set-10,rpush,incr-hot", Operation.class)) {
                for (Map.Entry<Kind, Result> each :
                        round.run(contenders, operation, keys, threads).entrySet()) {
                    Result result = each.getValue();
                    boolean compared = each.getKey().mirrors();
                    Comparison found = result.comparison;
                    report.row(
                            text(operation),
                            text(each.getKey()),
                            text(result.throughput.value(), 0),
                            result.throughput.toString(),
                            text(result.p50.value(), 0),
                            text(result.p99.value(), 0),
                            compared ? String.valueOf(found.keys()) : "",
                            compared ? String.valueOf(found.differing()) : "",
                            compared ? String.valueOf(found.lost()) : "",
                            compared ? String.valueOf(found.reordered()) : "",
                            String.valueOf(result.lost));
                    well &= each.getKey() != Kind.FACADE_1 || (result.settled && found.differing() == 0);
                }
            }
            contenders.values().forEach(Contender::close);
        }
        System.exit(well ? 0 : 1);
    }
}
