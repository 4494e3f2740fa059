package io.github.dualwrite.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Valkey's own tests against a listener in front of three clusters: what it answers is what one server would, and afterwards all three hold the same.
 * By command, since it takes a checkout of Valkey and half an hour: {@code listener/valkey-suite.sh}.
 */
@EnabledIfSystemProperty(named = "dualwrite.test.suite", matches = ".+")
class ValkeySuiteTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("dualwrite.test.suite", ""));
    private static final boolean DIRECT = Boolean.getBoolean("dualwrite.test.suite.direct");
    private static final Path LOGS = Path.of("target", "valkey-suite").toAbsolutePath();
    private static final int MINUTES_PER_FILE = 10;
    private static final int ENOUGH = 1_780;

    private static final List<String> FILES = List.of(
            "type/string",
            "type/incr",
            "type/list",
            "type/list-2",
            "type/list-3",
            "type/set",
            "type/zset",
            "type/hash",
            "type/stream",
            "type/stream-cgroups",
            "expire",
            "scan",
            "bitops",
            "bitfield",
            "geo",
            "hyperloglog",
            "keyspace",
            "multi",
            "pubsub",
            "pubsubshard",
            "scripting",
            "functions",
            "sort",
            "protocol",
            "info-command",
            "introspection-2");

    /**
     * Tests that leave a script running without end when they fail. They do, since {@code PING} is answered by the listener, which is not busy, and
     * nothing ends the script.
     */
    private static final Map<String, String> SKIPPED = Map.of(
            "scripting",
            "/Timedout (read-only|script does|scripts and|scripts that)",
            "functions",
            "/FUNCTION - test (function kill$|script kill not working|function kill not working)");

    @TempDir
    private Path folder;

    /** What became of one file's tests. */
    private record Count(String file, long passed, long failed, boolean cut, long seconds) {

        @Override
        public String toString() {
            return "%-20s %5d passed %4d failed %4d s%s"
                    .formatted(file, passed, failed, seconds, cut ? ", cut after " + MINUTES_PER_FILE + " min" : "");
        }
    }

    private static LocalCluster cluster(String name, int primaries) {
        return LocalCluster.builder()
                .name(name)
                .primaries(primaries)
                .replicas(0)
                .config("enable-debug-command", "yes")
                .start();
    }

    @Test
    void whatOneServerAnswers() throws Exception {
        Files.createDirectories(LOGS);
        try (LocalCluster one = cluster("one", 1);
                LocalCluster two = cluster("two", 2);
                LocalCluster three = cluster("three", 3)) {
            if (DIRECT) {
                runAll(one.nodes().get(0).port(), one);
                return;
            }
            int port = CommandProcess.freePort();
            int adminPort = CommandProcess.freePort();
            CommandProcess command = new CommandProcess(folder);
            Path file = command.file("""
                    listen: 127.0.0.1:%d
                    admin: {listen: "127.0.0.1:%d"}
                    admin-commands: true
                    threads: 1
                    primary: one
                    clusters:
                      one: {nodes: [%s], timeouts: {command: 30s}}
                      two: {nodes: [%s]}
                      three: {nodes: [%s]}
                    """.formatted(port, adminPort, seeds(one), seeds(two), seeds(three)));
            Process running = command.start("--config", file.toString());
            try {
                CommandProcess.awaitReady(adminPort, null);
                long passed = runAll(port, one, two, three);
                awaitEqual(one, two, three);
                System.out.println("all three clusters are equal");
                if (wanted().size() == FILES.size()) {
                    assertThat(passed).isGreaterThanOrEqualTo(ENOUGH);
                }
            } finally {
                running.destroy();
                CommandProcess.ends(running);
                Files.copy(command.log(), LOGS.resolve("listener.log"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String seeds(LocalCluster cluster) {
        return Arrays.stream(cluster.seeds()).map(seed -> '"' + seed + '"').collect(Collectors.joining(", "));
    }

    private static List<String> wanted() {
        String named = System.getProperty("dualwrite.test.suite.files", "").strip();
        return named.isEmpty() ? FILES : List.of(named.split("\\s+"));
    }

    private static long runAll(int port, LocalCluster primary, LocalCluster... others)
            throws IOException, InterruptedException {
        List<Count> counts = new ArrayList<>();
        for (String file : wanted()) {
            Count count = run(file, port);
            counts.add(count);
            System.out.println(count);
            for (String kind : List.of("SCRIPT", "FUNCTION")) {
                killIfRunning(primary, kind);
            }
            primary.nodes()
                    .get(0)
                    .command("CONFIG", "SET", "rdb-key-save-delay", "0"); // a test leaves it at half an hour a key
            if (others.length > 0) {
                awaitEqual(primary, others); // the next file begins by removing every key
            }
        }
        long passed = counts.stream().mapToLong(Count::passed).sum();
        System.out.println(new Count(
                "all",
                passed,
                counts.stream().mapToLong(Count::failed).sum(),
                false,
                counts.stream().mapToLong(Count::seconds).sum()));
        return passed;
    }

    /** A test that was cut may have left one. */
    private static void killIfRunning(LocalCluster primary, String kind) {
        try {
            primary.nodes().get(0).command(kind, "KILL");
        } catch (JedisDataException e) {
            // none runs
        }
    }

    private static Count run(String file, int port) throws IOException, InterruptedException {
        Path log = LOGS.resolve(file.replace('/', '-') + ".log");
        List<String> words = new ArrayList<>(List.of("./runtest", "--host", "127.0.0.1", "--port"));
        words.add(Integer.toString(port));
        words.addAll(List.of("--singledb", "--cluster-mode", "--ignore-encoding", "--ignore-digest", "--durable"));
        words.addAll(List.of("--clients", "1", "--single", "unit/" + file));
        words.addAll(List.of("--baseport", Integer.toString(Math.min(50_000, CommandProcess.freePort()))));
        if (!DIRECT && SKIPPED.containsKey(file)) {
            words.addAll(List.of("--skiptest", Objects.requireNonNull(SKIPPED.get(file))));
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(words)
                .directory(CHECKOUT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES_PER_FILE, TimeUnit.MINUTES);
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1)
                .replaceAll("\u001b\\[[0-9;]*m", "")
                .lines()
                .toList();
        assertThat(lines).as("%s was tried: %s", file, log).contains("Testing unit/" + file);
        return new Count(
                file,
                starting(lines, "[ok]"),
                starting(lines, "[err]") + starting(lines, "[exception]"),
                !ended,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private static long starting(List<String> lines, String with) {
        return lines.stream().filter(line -> line.startsWith(with)).count();
    }

    private static void awaitEqual(LocalCluster one, LocalCluster... others) {
        for (LocalCluster other : others) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertThat(DataSet.of(one).differences(DataSet.of(other), Duration.ofSeconds(2)))
                                    .isEmpty());
        }
        System.out.println("  equal on all clusters: " + DataSet.of(one).size() + " keys");
    }
}
