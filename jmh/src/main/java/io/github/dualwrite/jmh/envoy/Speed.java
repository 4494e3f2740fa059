package io.github.dualwrite.jmh.envoy;

import io.github.dualwrite.jmh.envoy.Load.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The same loads through each proxy, in turn, and how their figures stand to each other. */
final class Speed {

    private static final String SMALL = "-r 100000 -d 10 -c 50 ";
    private static final String LARGE = "-r 100000 -d 1024 -c 50 ";

    private static final int MOST_WARMING = 10;
    /** A compiler that takes less than this share of a core is at rest. */
    private static final double COMPILING = 0.05;

    private final Map<String, Map<Load, List<Outcome>>> outcomes = new LinkedHashMap<>();
    private final Map<String, List<Long>> memory = new LinkedHashMap<>();

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
        warmUp(tool, proxy, requests);
        for (Load load : loads(requests)) {
            Outcome outcome = load.run(tool, proxy);
            outcomes.computeIfAbsent(proxy.name(), name -> new LinkedHashMap<>())
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
        memory.computeIfAbsent(proxy.name(), name -> new ArrayList<>()).add(proxy.residentMegabytes());
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

    /** A table for each two proxies that took turns: the later one's figures to the earlier one's. */
    void print() {
        List<String> names = List.copyOf(outcomes.keySet());
        for (int i = 1; i < names.size(); i++) {
            for (int first = 0; first < i; first++) {
                print(names.get(first), names.get(i));
            }
        }
        System.out.println();
        System.out.println("resident memory, MB: " + memory);
    }

    private void print(String first, String second) {
        System.out.println();
        System.out.printf("| | %s /s | %s /s | ratio | p99 ms | ratio | CPU us a request | ratio |%n", first, second);
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        Map<Load, List<Outcome>> others = outcomes.getOrDefault(second, Map.of());
        outcomes.getOrDefault(first, Map.of())
                .forEach((load, each) -> System.out.println(
                        "| " + load.name() + " | " + cells(each, others.getOrDefault(load, List.of()))));
    }

    private static String cells(List<Outcome> first, List<Outcome> second) {
        double rate = median(first, Outcome::perSecond);
        double otherRate = median(second, Outcome::perSecond);
        double p99 = median(first, Outcome::p99);
        double otherP99 = median(second, Outcome::p99);
        double cpu = median(first, Outcome::cpuMicros);
        double otherCpu = median(second, Outcome::cpuMicros);
        return String.format(
                Locale.ROOT,
                "%.0f | %.0f | %.2f | %.2f, %.2f | %.2f | %.1f, %.1f | %.2f |",
                rate,
                otherRate,
                otherRate / rate,
                p99,
                otherP99,
                otherP99 / p99,
                cpu,
                otherCpu,
                otherCpu / cpu);
    }

    private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        double[] sorted = outcomes.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
