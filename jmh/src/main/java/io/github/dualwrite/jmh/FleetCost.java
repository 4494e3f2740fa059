package io.github.dualwrite.jmh;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What do frames cost? Processes, each a virtual machine of its own, write to a secondary of three nodes; windows with frames and without alternate,
 * and the figure is the ratio within each pair. {@code jmh/run.sh fleet [--pairs N] [--seconds N] [--threads N] [--processes 1,2,8]}
 *
 * <p>Each process writes keys of its own, so that nothing overlaps and every copy would be the frames' fault; each holds two facades, of which
 * one is idle. A window ends when everything has reached the secondary. Commands and bytes are the secondary's own count.
 */
public final class FleetCost {

    private final int pairs;
    private final int seconds;
    private final int threads;

    private FleetCost(int pairs, int seconds, int threads) {
        this.pairs = pairs;
        this.seconds = seconds;
        this.threads = threads;
    }

    /** One window: what all processes did, and what the secondary counted meanwhile. */
    private record Window(
            double writesPerSecond, double publishPerWrite, double bytesInPerWrite, double bytesOutPerWrite) {}

    /** Runs each number of processes in turn. Exits with 1 if a secondary did not come into agreement. */
    public static void main(String[] args) throws Exception {
        FleetCost run =
                new FleetCost(number(args, "--pairs", 4), number(args, "--seconds", 3), number(args, "--threads", 2));
        System.out.printf(
                "%d threads a process, %d pairs of %d s; in a pair: without frames -> with frames (ratio)%n",
                run.threads, run.pairs, run.seconds);
        boolean agreed = true;
        for (String processes : text(args, "--processes", "1,2,8").split(",")) {
            agreed &= run.measure(Integer.parseInt(processes));
        }
        System.exit(agreed ? 0 : 1);
    }

    private static int number(String[] args, String name, int otherwise) {
        return Integer.parseInt(text(args, name, Integer.toString(otherwise)));
    }

    private static String text(String[] args, String name, String otherwise) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 ? otherwise : args[at + 1];
    }

    private boolean measure(int processes) throws Exception {
        try (LocalCluster primary =
                        LocalCluster.builder().name("primary").replicas(0).start();
                LocalCluster secondary = LocalCluster.builder()
                        .name("secondary")
                        .primaries(3)
                        .replicas(0)
                        .start()) {
            List<FleetWorker.Remote> workers = new ArrayList<>();
            try {
                for (int i = 0; i < processes; i++) {
                    workers.add(FleetWorker.Remote.start(i, threads, primary, secondary));
                }
                window(workers, secondary, true); // both warm up
                window(workers, secondary, false);
                List<Double> ratios = new ArrayList<>();
                StringBuilder cells = new StringBuilder();
                Window without = window(workers, secondary, false);
                Window with = without;
                for (int pair = 0; pair < pairs; pair++) {
                    if (pair > 0) {
                        without = window(workers, secondary, false);
                    }
                    with = window(workers, secondary, true);
                    double ratio = with.writesPerSecond() / without.writesPerSecond();
                    ratios.add(ratio);
                    cells.append(String.format(
                            Locale.ROOT,
                            "  %.0f -> %.0f (%.2f)",
                            without.writesPerSecond(),
                            with.writesPerSecond(),
                            ratio));
                }
                ratios.sort(null);
                boolean agreed = true;
                for (FleetWorker.Remote worker : workers) {
                    agreed &= worker.ask("end").equals("agreed");
                }
                System.out.printf(
                        Locale.ROOT,
                        "%d processes: writes/s, median ratio %.2f, from %.2f to %.2f; %s%n   %s%n"
                                + "    per write, last pair: publishes %.3f -> %.3f, bytes in %.0f -> %.0f, bytes out %.0f -> %.0f%n",
                        processes,
                        ratios.get(ratios.size() / 2),
                        ratios.get(0),
                        ratios.get(ratios.size() - 1),
                        agreed ? "in agreement afterwards" : "NOT IN AGREEMENT",
                        cells,
                        without.publishPerWrite(),
                        with.publishPerWrite(),
                        without.bytesInPerWrite(),
                        with.bytesInPerWrite(),
                        without.bytesOutPerWrite(),
                        with.bytesOutPerWrite());
                return agreed;
            } finally {
                workers.forEach(FleetWorker.Remote::close);
            }
        }
    }

    private Window window(List<FleetWorker.Remote> workers, LocalCluster secondary, boolean frames) throws Exception {
        long publishes = sum(secondary, "commandstats", "publish:calls=");
        long in = sum(secondary, "stats", "total_net_input_bytes:");
        long out = sum(secondary, "stats", "total_net_output_bytes:");
        for (FleetWorker.Remote worker : workers) {
            worker.tell((frames ? "with " : "without ") + seconds);
        }
        double perSecond = 0;
        double writes = 0;
        for (FleetWorker.Remote worker : workers) {
            String[] figures = worker.answer().split(" ");
            writes += Double.parseDouble(figures[0]);
            perSecond += Double.parseDouble(figures[0]) / Double.parseDouble(figures[1]);
        }
        return new Window(
                perSecond,
                (sum(secondary, "commandstats", "publish:calls=") - publishes) / writes,
                (sum(secondary, "stats", "total_net_input_bytes:") - in) / writes,
                (sum(secondary, "stats", "total_net_output_bytes:") - out) / writes);
    }

    /** Adds up a figure of {@code INFO} over all nodes; that of {@code spublish} and {@code publish}, whichever is used. */
    private static long sum(LocalCluster cluster, String section, String name) {
        long sum = 0;
        for (LocalNode node : cluster.nodes()) {
            for (String line : node.text("INFO", section).split("\r?\n")) {
                int at = line.indexOf(name);
                if (at >= 0) {
                    String rest = line.substring(at + name.length());
                    sum += Long.parseLong(rest.split("[^0-9]", 2)[0]);
                }
            }
        }
        return sum;
    }
}
