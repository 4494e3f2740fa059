package io.github.dualwrite.jmh.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All contenders in turn, again and again: A B C A B C. Each figure is compared with the first contender's in the same turn. */
final class Round {

    private final Servers servers;
    private final Duration window;
    private final int rounds;

    Round(Servers servers, Duration window, int rounds) {
        this.servers = servers;
        this.window = window;
        this.rounds = rounds;
    }

    /** Everything that a contender was compared in, and what the secondary had afterwards. */
    static final class Result {
        final Ratios throughput = new Ratios();
        final Ratios p50 = new Ratios();
        final Ratios p99 = new Ratios();
        final Ratios p999 = new Ratios();
        final Ratios cpu = new Ratios();
        final Ratios bytes = new Ratios();
        final Ratios heap = new Ratios();
        final Ratios lag50 = new Ratios();
        final Ratios lag99 = new Ratios();
        final Ratios settle = new Ratios();
        long commands;
        long copied;
        long lost;
        boolean settled = true;
        Comparison comparison = new Comparison(0, 0, 0, 0);

        void add(Window baseline, Window window) {
            throughput.add(baseline.perSecond(), window.perSecond());
            p50.add(baseline.micros(0.5), window.micros(0.5));
            p99.add(baseline.micros(0.99), window.micros(0.99));
            p999.add(baseline.micros(0.999), window.micros(0.999));
            cpu.add(baseline.cpuMicros(), window.cpuMicros());
            bytes.add(baseline.bytes(), window.bytes());
            heap.add((double) baseline.heapBytes(), (double) window.heapBytes());
            lag50.add(1, window.lagMillis(0.5));
            lag99.add(1, window.lagMillis(0.99));
            settle.add(1, window.settleSeconds());
            commands += window.commands();
            copied += window.copied();
            lost += window.lost();
            settled &= window.settled();
        }
    }

    /** One contender at one operation. */
    private record Turn(Kind kind, Load load, Result result) {}

    Map<Kind, Result> run(Map<Kind, Contender> contenders, Operation operation, int keys, int threads)
            throws Exception {
        List<Turn> turns = new ArrayList<>();
        for (Map.Entry<Kind, Contender> each : contenders.entrySet()) {
            String prefix = prefix(each.getKey(), operation, threads);
            Load load = new Load(each.getValue(), operation, prefix, keys, threads);
            load.warmUp();
            turns.add(new Turn(each.getKey(), load, new Result()));
        }
        for (int round = 0; round < rounds; round++) {
            Window baseline = null;
            for (Turn turn : turns) {
                Window measured = turn.load().run(window);
                baseline = baseline == null ? measured : baseline;
                turn.result().add(baseline, measured);
            }
        }
        Map<Kind, Result> results = new LinkedHashMap<>();
        for (Turn turn : turns) {
            if (turn.kind().mirrors()) {
                String[] names = Load.keys(prefix(turn.kind(), operation, threads), keys);
                turn.result().comparison = Comparison.of(servers, names);
            }
            results.put(turn.kind(), turn.result());
        }
        return results;
    }

    private static String prefix(Kind kind, Operation operation, int threads) {
        return Report.text(kind) + ":" + Report.text(operation) + ":" + threads;
    }

    static Map<Kind, Contender> open(Servers servers, List<Kind> kinds) {
        Map<Kind, Contender> contenders = new LinkedHashMap<>(); // in the order of their turns
        for (Kind kind : kinds) {
            contenders.put(kind, kind.open(servers));
        }
        return contenders;
    }
}
