package io.github.dualwrite.jmh.envoy;

import io.github.dualwrite.jmh.envoy.Load.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The same loads through each proxy, in turn, and how the listener's figures stand to Envoy's. */
final class Speed {

    private static final String SMALL = "-r 100000 -d 10 -c 50 ";
    private static final String LARGE = "-r 100000 -d 1024 -c 50 ";

    private static final int MOST_WARMING = 10;
    /** A compiler that takes less than this share of a core is at rest. */
    private static final double COMPILING = 0.05;

    private final Map<Load, List<Outcome>> theirs = new LinkedHashMap<>();
    private final Map<Load, List<Outcome>> ours = new LinkedHashMap<>();
    private final List<Long> theirMemory = new ArrayList<>();
    private final List<Long> ourMemory = new ArrayList<>();

    private static List<Load> loads(int requests) {
        return List.of(
                Load.of("SET", requests, SMALL + "-t set"),
                Load.of("GET", requests, SMALL + "-t get"),
                Load.of("SET -P 16", requests * 2, SMALL + "-P 16 -t set"),
                Load.of("GET -P 16", requests * 2, SMALL + "-P 16 -t get"),
                Load.of("SET 1 KB", requests / 2, LARGE + "-t set"),
                Load.of("GET 1 KB", requests / 2, LARGE + "-t get"),
                Load.of("-n 10000 -r 10000 -t get,set", 10_000, "-r 10000 -d 10 -t get,set"));
    }

    /** One turn of one proxy, which has just been started. */
    void turn(String tool, Proxy proxy, int requests) throws IOException, InterruptedException {
        boolean envoy = proxy.name().equals("Envoy");
        warmUp(tool, proxy, requests);
        for (Load load : loads(requests)) {
            Outcome outcome = load.run(tool, proxy);
            (envoy ? theirs : ours)
                    .computeIfAbsent(load, key -> new ArrayList<>())
                    .add(outcome);
            System.out.printf(
                    Locale.ROOT,
                    "  %-8s %-30s %9.0f/s  p99 %7.3f ms  %6.1f us CPU%n",
                    proxy.name(),
                    load.name(),
                    outcome.perSecond(),
                    outcome.p99(),
                    outcome.cpuMicros());
        }
        (envoy ? theirMemory : ourMemory).add(proxy.residentMegabytes());
    }

    /** Until its compiler has come to rest: while that works, it takes the cores from everybody. */
    private static void warmUp(String tool, Proxy proxy, int requests) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_WARMING; i++) {
            double compiled = proxy.compilerSeconds();
            long began = System.nanoTime();
            Load.of("warming", requests, SMALL + "-P 16 -t set,get").run(tool, proxy);
            Load.of("warming", requests / 4, SMALL + "-t set,get").run(tool, proxy);
            if (proxy.compilerSeconds() - compiled < COMPILING * (System.nanoTime() - began) / 1e9) {
                return;
            }
        }
    }

    void print() {
        System.out.println();
        System.out.println("| | Envoy /s | listener /s | ratio | p99 ms | ratio | CPU us a request | ratio |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        theirs.forEach((load, outcomes) -> {
            List<Outcome> other = ours.getOrDefault(load, List.of());
            System.out.println("| " + load.name() + " | " + cells(outcomes, other));
        });
        System.out.println();
        System.out.println("resident memory, MB: Envoy " + theirMemory + ", listener " + ourMemory);
    }

    private static String cells(List<Outcome> envoy, List<Outcome> listener) {
        double rate = median(envoy, Outcome::perSecond);
        double ourRate = median(listener, Outcome::perSecond);
        double p99 = median(envoy, Outcome::p99);
        double ourP99 = median(listener, Outcome::p99);
        double cpu = median(envoy, Outcome::cpuMicros);
        double ourCpu = median(listener, Outcome::cpuMicros);
        return String.format(
                Locale.ROOT,
                "%.0f | %.0f | %.2f | %.2f, %.2f | %.2f | %.1f, %.1f | %.2f |",
                rate,
                ourRate,
                ourRate / rate,
                p99,
                ourP99,
                ourP99 / p99,
                cpu,
                ourCpu,
                ourCpu / cpu);
    }

    private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        double[] sorted = outcomes.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
