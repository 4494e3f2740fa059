package io.github.dualwrite.jmh;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.JedisCluster;

/** One of the processes of {@link FleetCost}: writes for a while when it is told to, with frames or without. */
public final class FleetWorker {

    private static final int KEYS = 50_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    private FleetWorker() {}

    /** The process as its parent sees it: lines in, lines out. */
    static final class Remote {
        private final Process process;
        private final PrintWriter to;
        private final BufferedReader from;

        private Remote(Process process) {
            this.process = process;
            this.to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            this.from = process.inputReader(StandardCharsets.UTF_8);
        }

        static Remote start(int number, int threads, LocalCluster primary, LocalCluster secondary) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FleetWorker.class.getName(),
                            Integer.toString(number),
                            Integer.toString(threads),
                            String.join(",", primary.seeds()),
                            String.join(",", secondary.seeds()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Remote remote = new Remote(process);
            remote.answer(); // in agreement
            return remote;
        }

        void tell(String line) {
            to.println(line);
        }

        String answer() throws IOException {
            String line = from.readLine();
            if (line == null) {
                throw new IOException("a process has ended early");
            }
            return line;
        }

        String ask(String line) throws IOException {
            tell(line);
            return answer();
        }

        void close() {
            process.destroy();
        }
    }

    /** Takes its number, its threads, the seeds of the primary and of the secondary; then orders over standard input until it ends. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // the log's place, so that answers stay answers
        int number = Integer.parseInt(args[0]);
        int threads = Integer.parseInt(args[1]);
        try (DualWrite without = facade(args, false);
                DualWrite with = facade(args, true);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            require(without.awaitAgreement(SOON) && with.awaitAgreement(SOON), "agreement at the start");
            answers.println("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("end")) {
                    answers.println(
                            with.awaitAgreement(SOON) && without.awaitAgreement(SOON) ? "agreed" : "not in agreement");
                    continue;
                }
                String[] words = order.split(" ");
                DualWrite dualWrite = words[0].equals("with") ? with : without;
                long began = System.nanoTime();
                long writes = write(dualWrite, number, threads, Duration.ofSeconds(Long.parseLong(words[1])));
                require(dualWrite.awaitAgreement(SOON), "agreement after a window");
                answers.println(writes + " " + (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("no " + what);
        }
    }

    private static DualWrite facade(String[] args, boolean frames) {
        Target secondary = Target.cluster("secondary", args[3].split(","));
        return DualWrite.builder()
                .primary(Target.cluster("primary", args[2].split(",")))
                .secondary(secondary.replication(secondary
                        .replication()
                        .withPace(new Pace(1_000_000, 1L << 30))
                        .withFleet(Fleet.ofDefaults().withEnabled(frames))))
                .build();
    }

    private static long write(DualWrite dualWrite, int number, int threads, Duration time) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try (JedisCluster jedis = dualWrite.jedisCluster()) {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(i);
                String prefix = "process:" + number + ":" + i + ":";
                calls.add(() -> {
                    long end = System.nanoTime() + time.toNanos();
                    long writes = 0;
                    for (; System.nanoTime() - end < 0; writes++) {
                        jedis.set(prefix + random.nextInt(KEYS), "0123456789");
                    }
                    return writes;
                });
            }
            long writes = 0;
            for (Future<Long> one : callers.invokeAll(calls)) {
                writes += one.get();
            }
            return writes;
        } finally {
            callers.shutdown();
        }
    }
}
