package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Four processes overwrite the same keys blindly while their subscriptions are cut at random: engines of one virtual machine in the short form; machines
 * of their own with {@code -Ddualwrite.test.fleet.processes=true}, for {@code -Ddualwrite.test.seconds}. With {@code -Ddualwrite.test.fleet=off}
 * the frames are switched off, and the test fails: 574 of the 800 keys differed in the end when it was tried.
 */
class FleetTest {

    private static final boolean FRAMES = !"off".equals(System.getProperty("dualwrite.test.fleet"));
    private static final int PROCESSES = 4;
    private static final int KEYS = 800;
    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("dualwrite.test.seconds", 8));
    private static final Duration SOON = Overwriter.SOON;

    @Test
    void processesThatOverwriteTheSameKeysBlindlyEndEqual() throws Exception {
        try (LocalCluster primary = primary();
                LocalCluster secondary = secondary()) {
            List<DualWrite> processes = new ArrayList<>();
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    processes.add(Overwriter.facade(List.of(primary.seeds()), List.of(secondary.seeds()), FRAMES));
                }
                awaitAgreement(processes);
                overwrite(processes, secondary);
                awaitAgreement(processes);
                awaitAgreement(processes.subList(0, 1)); // a frame that was still on its way may have marked once more
                assertEqual(primary, secondary);
                for (DualWrite process : processes) {
                    SecondaryStatus status = process.status().get(0);
                    assertThat(status.account().isBalanced()).as("%s", status).isTrue();
                    FleetStatus fleet = status.fleet();
                    if (fleet != null) {
                        assertThat(fleet.overlaps()).as("%s", fleet).isPositive();
                    }
                }
            } finally {
                processes.forEach(DualWrite::close);
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "dualwrite.test.fleet.processes", matches = "true")
    void machinesOfTheirOwnThatOverwriteTheSameKeysBlindlyEndEqual() throws Exception {
        try (LocalCluster primary = primary();
                LocalCluster secondary = secondary()) {
            List<Remote> processes = new ArrayList<>();
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    processes.add(new Remote(i, primary, secondary));
                }
                all(processes, "ready");
                processes.forEach(Remote::go);
                cutSubscriptions(secondary);
                processes.forEach(Remote::go);
                all(processes, "written");
                for (int round = 0;
                        round < 2;
                        round++) { // who has settled may be marked by a frame of who settles later
                    processes.forEach(Remote::go);
                    all(processes, "settled");
                }
                assertEqual(primary, secondary);
            } finally {
                processes.forEach(Remote::close);
            }
        }
    }

    private static LocalCluster primary() {
        return LocalCluster.builder().name("primary").replicas(0).start();
    }

    private static LocalCluster secondary() {
        return LocalCluster.builder().name("secondary").primaries(3).replicas(0).start();
    }

    private static void awaitAgreement(List<DualWrite> processes) {
        for (DualWrite process : processes) {
            assertThat(process.awaitAgreement(SOON)).as("%s", process.status()).isTrue();
        }
    }

    private static void assertEqual(LocalCluster primary, LocalCluster secondary) {
        List<String> differences = DataSet.of(primary).differences(DataSet.of(secondary), SOON);
        assertThat(differences).as("%s differ", differences.size()).isEmpty();
    }

    private static void overwrite(List<DualWrite> processes, LocalCluster secondary) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CyclicBarrier together = new CyclicBarrier(PROCESSES);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                DualWrite process = processes.get(i);
                int seed = i;
                writers.add(() -> {
                    Overwriter.run(process, Overwriter.keys(KEYS), seed, stop, together::await);
                    return null;
                });
            }
            writers.add(() -> {
                try {
                    cutSubscriptions(secondary);
                } finally {
                    stop.set(true);
                }
                return null;
            });
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void cutSubscriptions(LocalCluster secondary) throws InterruptedException {
        Random random = new Random(99);
        long end = System.nanoTime() + RUN.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(200 + random.nextInt(1_000)); // the length of the run, not a wait for anything
            LocalNode node = secondary.nodes().get(random.nextInt(3));
            node.command("CLIENT", "KILL", "TYPE", "pubsub");
        }
    }

    private static void all(List<Remote> processes, String expected) throws IOException {
        for (Remote process : processes) {
            assertThat(process.answer()).isEqualTo(expected);
        }
    }

    /** A process of its own. */
    private static final class Remote {
        private final Process process;
        private final PrintWriter to;
        private final BufferedReader from;

        Remote(int seed, LocalCluster primary, LocalCluster secondary) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Overwriter.class.getName(),
                            Integer.toString(seed),
                            Integer.toString(KEYS),
                            Boolean.toString(FRAMES),
                            String.join(",", primary.seeds()),
                            String.join(",", secondary.seeds()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            from = process.inputReader(StandardCharsets.UTF_8);
        }

        void go() {
            to.println();
        }

        String answer() throws IOException {
            return String.valueOf(from.readLine());
        }

        void close() {
            process.destroy();
        }
    }
}
