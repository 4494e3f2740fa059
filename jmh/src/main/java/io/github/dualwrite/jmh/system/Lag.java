package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import java.time.Duration;

/**
 * How far does a healthy secondary trail? First the most that callers can do is found, then they do a share of it at a steady pace. {@code
 * jmh/run.sh lag [--threads N] [--percent 10,50,80] [--millis N] [--rounds N]}
 *
 * <p>Lag is the time from when the primary had acknowledged a write until the secondary had confirmed it, as the status reports it: right within 12.5 %.
 */
public final class Lag {

    private static final int KEYS = 20_000;

    private Lag() {}

    /** Runs each share. */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, "threads", "percent", "millis", "rounds");
        int threads = options.number("threads", 8);
        Duration window = Duration.ofMillis(options.number("millis", 5_000));
        try (Servers servers = new Servers();
                Contender facade = Kind.FACADE_1.open(servers)) {
            Load load = new Load(facade, Operation.SET_10, "lag", KEYS, threads);
            load.warmUp();
            double most = load.run(window).perSecond();
            Report report = new Report(
                    "lag",
                    "SET of 10 bytes, " + threads + " threads; at most " + text(most, 0) + " writes/s without a pace",
                    "of the most %",
                    "writes/s",
                    "lag p50 ms",
                    "lag p99 ms",
                    "lag p99.9 ms",
                    "caller p50 us",
                    "caller p99 us",
                    "copied %");
            for (int percent : options.numbers("percent", "10,50,80")) {
                for (int round = 0; round < options.number("rounds", 3); round++) {
                    Window measured = load.at(most * percent / 100).run(window);
                    report.row(
                            String.valueOf(percent),
                            text(measured.perSecond(), 0),
                            text(measured.lagMillis(0.5), 2),
                            text(measured.lagMillis(0.99), 2),
                            text(measured.lagMillis(0.999), 2),
                            text(measured.micros(0.5), 0),
                            text(measured.micros(0.99), 0),
                            text(100.0 * measured.copied() / measured.commands(), 2));
                }
            }
        }
        System.exit(0);
    }
}
