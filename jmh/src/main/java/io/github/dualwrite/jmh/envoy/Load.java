package io.github.dualwrite.jmh.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the benchmark tool that servers bring.
 *
 * @param name for the table
 * @param requests how many it sends
 * @param words what it is told besides
 */
record Load(String name, int requests, List<String> words) {

    /**
     * What came of it.
     *
     * @param perSecond requests a second
     * @param p99 milliseconds
     * @param cpuMicros processor time of the proxy per request, in microseconds
     */
    record Outcome(double perSecond, double p99, double cpuMicros) {}

    static Load of(String name, int requests, String words) {
        return new Load(name, requests, List.of(words.split(" ")));
    }

    Outcome run(String tool, Proxy proxy) throws IOException, InterruptedException {
        double before = proxy.cpuSeconds();
        double[] figures = figures(finish(start(tool, proxy)));
        double used = proxy.cpuSeconds() - before;
        return new Outcome(figures[0], figures[5], used * 1e6 / requests);
    }

    Process start(String tool, Proxy proxy) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool, "-p", Integer.toString(proxy.port())));
        command.addAll(List.of("-n", Integer.toString(requests), "--csv", "--precision", "3"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits for the end. Returns what it said. */
    static String finish(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("the benchmark tool ended with " + exit + ": " + said);
        }
        return said;
    }

    /** Requests a second, and then latencies: average, least, p50, p95, p99, most; the mean where it ran several tests. */
    private static double[] figures(String csv) throws IOException {
        double[] sums = new double[7];
        int lines = 0;
        for (String line : csv.split("\n")) {
            String[] cells = line.replace("\"", "").split(",");
            int first = cells.length - sums.length;
            if (first < 1 || line.contains("rps")) {
                continue;
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Double.parseDouble(cells[first + i]);
            }
            lines++;
        }
        if (lines == 0) {
            throw new IOException("the benchmark tool said: " + csv);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= lines;
        }
        return sums;
    }
}
