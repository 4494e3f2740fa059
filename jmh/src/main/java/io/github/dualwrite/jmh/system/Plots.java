package io.github.dualwrite.jmh.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the plots of {@code docs/benchmarks.md} from the tables that the benchmarks have kept. {@code jmh/run.sh plots} */
public final class Plots {

    private final Path from;
    private final Path to;

    private Plots(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** Takes the folder with the tables and the one for the plots; what was not measured is not drawn. */
    public static void main(String[] args) throws IOException {
        Plots plots = new Plots(Path.of(args[0]), Path.of(args[1]));
        Files.createDirectories(plots.to);
        for (String threads : plots.threads("overhead")) {
            String callers = threads.equals("1") ? ", one caller" : ", " + threads + " callers";
            plots.bars(
                    "overhead", threads, "throughput", 4, "Throughput, ratio to a plain JedisCluster" + callers, 1.2);
            plots.bars("overhead", threads, "p50", 6, "Median latency, ratio to a plain JedisCluster" + callers, 3);
        }
        plots.isolation();
        plots.gone();
    }

    private List<String[]> rows(String name) throws IOException {
        Path file = from.resolve(name + ".tsv");
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private List<String> threads(String table) throws IOException {
        return rows(table).stream().map(row -> row[1]).distinct().toList();
    }

    /** A group for each operation, a bar for each contender but the first. */
    private void bars(String table, String threads, String name, int column, String title, double most)
            throws IOException {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        List<String> contenders = new ArrayList<>();
        for (String[] row : rows(table)) {
            if (!row[2].equals("plain") && row[1].equals(threads)) {
                groups.computeIfAbsent(row[0], group -> new LinkedHashMap<>()).put(row[2], row[column]);
                if (!contenders.contains(row[2])) {
                    contenders.add(row[2]);
                }
            }
        }
        if (!groups.isEmpty()) {
            Chart chart = new Chart(title, 120 + groups.size() * contenders.size() * 44, most)
                    .legend(contenders)
                    .mark(1, "plain");
            int group = 0;
            for (Map.Entry<String, Map<String, String>> each : groups.entrySet()) {
                chart.group(group, groups.size(), each.getKey());
                for (Map.Entry<String, String> cell : each.getValue().entrySet()) {
                    double[] ratio = ratio(cell.getValue());
                    int bar = contenders.indexOf(cell.getKey());
                    chart.bar(group, groups.size(), bar, contenders.size(), ratio[0], ratio[1], ratio[2]);
                }
                group++;
            }
            write(table + "-" + name + "-" + threads, chart);
        }
    }

    private void isolation() throws IOException {
        List<String[]> rows = rows("isolation").stream()
                .filter(row -> row[0].equals("facade"))
                .toList();
        if (!rows.isEmpty()) {
            Chart chart = new Chart(
                            "The caller's p99 with a secondary in trouble, ratio to its own while healthy",
                            120 + rows.size() * 100,
                            2)
                    .mark(1, "healthy");
            for (int i = 0; i < rows.size(); i++) {
                double[] ratio = ratio(rows.get(i)[8]);
                chart.group(i, rows.size(), rows.get(i)[1]).bar(i, rows.size(), 0, 1, ratio[0], ratio[1], ratio[2]);
            }
            write("isolation", chart);
        }
    }

    private void gone() throws IOException {
        List<Double> writes = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        for (String[] row : rows("gone")) {
            writes.add(number(row[0]));
            heap.add(number(row[2]));
        }
        if (!writes.isEmpty()) {
            double most = heap.stream().mapToDouble(h -> h).max().orElse(1);
            write(
                    "gone",
                    new Chart("Heap in MiB after a collection, by writes while the secondary is gone", 760, most * 1.25)
                            .line(writes, heap));
        }
    }

    /** Median, least and most out of a cell such as {@code 0.97 (0.95 to 1.01)}. */
    private static double[] ratio(String cell) {
        String[] words = cell.replaceAll("[()]|to", " ").trim().split(" +");
        return new double[] {number(words[0]), number(words[1]), number(words[2])};
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }

    private void write(String name, Chart chart) throws IOException {
        Path file = to.resolve(name + ".svg");
        Files.writeString(file, chart.svg());
        System.out.println(file);
    }
}
