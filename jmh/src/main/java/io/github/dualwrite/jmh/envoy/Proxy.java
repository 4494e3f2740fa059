package io.github.dualwrite.jmh.envoy;

import io.github.dualwrite.jmh.floor.Floor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A proxy that runs as a process of its own, with what the system says it uses. Linux only: that is read from {@code /proc}. */
final class Proxy implements AutoCloseable {

    private static final double TICKS_PER_SECOND = 100;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;
    private final Thread atExit;

    private Proxy(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroy); // whoever interrupts a run leaves nothing behind
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Envoy, told by {@code --concurrency} how many threads serve clients. */
    static Proxy envoy(Path program, Clusters clusters, Path folder, int threads) throws IOException {
        int port = freePort();
        Path file = clusters.bootstrap(folder, port, freePort());
        return start(
                "Envoy",
                port,
                folder,
                List.of(
                        program.toString(),
                        "-c",
                        file.toString(),
                        "--log-level",
                        "warn",
                        "--concurrency",
                        Integer.toString(threads)));
    }

    /** The listener, with the same file. */
    static Proxy listener(Path jar, Clusters clusters, Path folder, int threads, List<String> javaOptions)
            throws IOException {
        int port = freePort();
        Path file = clusters.bootstrap(folder, port, freePort());
        List<String> words = java(javaOptions);
        words.addAll(List.of("-jar", jar.toString(), "--config", file.toString()));
        words.addAll(List.of("--threads", Integer.toString(threads)));
        return start("listener", port, folder, words);
    }

    private static List<String> java(List<String> options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        return words;
    }

    /** As little as a mirroring proxy can do, on this process's JVM. */
    static Proxy floor(Clusters clusters, Path folder, int threads, List<String> javaOptions) throws IOException {
        int port = freePort();
        List<String> words = java(javaOptions);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Floor.class.getName()));
        words.addAll(List.of(Integer.toString(port), Integer.toString(threads)));
        words.addAll(clusters.slotRanges());
        return start("floor", port, folder, words);
    }

    /** Camellia's, which cannot reach a cluster over TLS and so writes to the first two alone; in the mode that it has unless told otherwise. */
    static Proxy camellia(Path jars, Clusters clusters, Path folder, int threads, List<String> javaOptions)
            throws IOException {
        int port = freePort();
        List<String> words = java(javaOptions);
        words.addAll(List.of("-cp", jars + "/*", "jmh/src/main/camellia/CamelliaProxy.java"));
        words.addAll(List.of(Integer.toString(port), Integer.toString(threads)));
        words.addAll(List.of(clusters.camelliaRoute(), "FIRST_RESOURCE_ONLY"));
        return start("Camellia", port, folder, words);
    }

    private static Proxy start(String name, int port, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Proxy proxy = new Proxy(name, port, process, log);
        try {
            proxy.awaitAnswer();
            return proxy;
        } catch (RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it serves, and what runs once at the start is over. */
    private void awaitAnswer() {
        long deadline = System.nanoTime() + START_NANOS;
        boolean answers = false;
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            try (Jedis jedis = new Jedis("127.0.0.1", port)) {
                if (!answers) { // once: while a write is on its way there is no agreement
                    answers = "OK".equals(jedis.set("first", "key"));
                }
                if (answers && saysItAgrees()) {
                    return;
                }
            } catch (JedisException e) {
                // not yet
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        throw new IllegalStateException(name + " does not serve; its log is " + log);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Seconds of processor time that it has used so far. */
    double cpuSeconds() throws IOException {
        return cpuSeconds(Path.of("/proc", Long.toString(process.pid())));
    }

    /** Seconds of processor time that its compiler has used so far; 0 for a program that is compiled beforehand. */
    double compilerSeconds() throws IOException {
        double sum = 0;
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path task : tasks) {
                try {
                    if (Files.readString(task.resolve("comm")).contains("Compiler")) {
                        sum += cpuSeconds(task);
                    }
                } catch (NoSuchFileException e) {
                    // the thread has ended
                }
            }
        }
        return sum;
    }

    private static double cpuSeconds(Path task) throws IOException {
        String stat = Files.readString(task.resolve("stat"), StandardCharsets.US_ASCII);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Megabytes of memory that it occupies now. */
    long residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024;
            }
        }
        throw new IOException("no VmRSS");
    }

    /** Whether everything that was acknowledged has reached the secondaries, as far as it says; only the listener has something to say. */
    boolean saysItAgrees() {
        if (!name.equals("listener")) {
            return true;
        }
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return !jedis.info("dualwrite").contains("in_agreement=0");
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
