package io.github.dualwrite.examples;

import io.github.dualwrite.testkit.LocalCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.SafeEncoder;

/** The listener as its users run it: the jar, with {@code triple-write.yaml} in which only the end points were replaced. */
final class DemoListener implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening on .*:(\\d+)");

    private final Process process;
    private final int port;

    private DemoListener(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static DemoListener start(DemoClusters clusters) throws IOException {
        Path root = Path.of(System.getProperty("dualwrite.root", "."));
        String yaml = Files.readString(root.resolve("examples/triple-write.yaml"))
                .replace("127.0.0.1:6379 ", "127.0.0.1:0 ")
                .replace("cluster1-endpoint:6379", clusters.one().seeds()[0])
                .replace("cluster2-endpoint:6379", clusters.two().seeds()[0])
                .replace("cluster3-endpoint:6379", clusters.three().seeds()[0])
                .replace("tls: true ", "tls: {ca: " + clusters.certificates().caPem() + "} ");
        Path file = Files.writeString(clusters.folder().resolve("triple-write.yaml"), yaml);
        Files.createDirectories(clusters.folder().resolve("log"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        root.resolve("listener/target/dualwrite-listener.jar")
                                .toAbsolutePath()
                                .toString(),
                        "--config",
                        file.toString())
                .directory(clusters.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().put("CLUSTER3_PASSWORD", DemoClusters.PASSWORD);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        int port = awaitPort(process);
        System.out.println("Listener on 127.0.0.1:" + port + ", log in "
                + clusters.folder().resolve("log/customer.log"));
        return new DemoListener(process, port);
    }

    private static int awaitPort(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                discard(output);
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new IllegalStateException("the listener did not start:\n" + seen);
    }

    /** Its log file keeps what it says; but a full pipe would stop it. */
    private static void discard(BufferedReader output) {
        Thread rest = new Thread(() -> {
            try {
                output.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                // the listener has ended
            }
        });
        rest.setDaemon(true);
        rest.start();
    }

    int port() {
        return port;
    }

    String command(String name, String... arguments) {
        try (Connection connection = new Connection(new HostAndPort("127.0.0.1", port))) {
            connection.sendCommand(Protocol.Command.valueOf(name), arguments);
            Object reply = connection.getOne();
            return reply instanceof byte[] bytes ? SafeEncoder.encode(bytes) : String.valueOf(reply);
        }
    }

    void printLinesToPaste(DemoClusters clusters) {
        System.out.println("\nEverything runs until Ctrl-C. Lines to paste:");
        System.out.println("  valkey-cli -p " + port + " SET a 1");
        System.out.println("  valkey-benchmark -p " + port + " -n 10000 -r 10000 -d 10 -t get,set --csv");
        for (LocalCluster cluster : clusters.all()) {
            String port0 = cluster.seeds()[0].split(":")[1];
            System.out.println("  valkey-cli -c -p " + port0
                    + (cluster.tls() == null
                            ? ""
                            : " --tls --cacert " + clusters.certificates().caPem() + " -a " + DemoClusters.PASSWORD)
                    + " GET a");
        }
    }

    @Override
    public void close() {
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
