package io.github.dualwrite.listener.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.testkit.LocalCluster;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of many megabytes through a process whose heap has room for four of them. The largest that servers take:
 * {@code -Ddualwrite.test.large=512}. Seen to fail where a reply that was longer than what may wait for a client closed it.
 */
class LargeValuesTest {

    private static final int MEGABYTES = Integer.getInteger("dualwrite.test.large", 64);
    private static final int MEGABYTE = 1 << 20;
    private static final int HEAP_MEGABYTES = 4 * MEGABYTES;
    private static final int BESIDE_THE_HEAP = 200;
    private static final byte[][] BLOCKS = blocks();

    @TempDir
    private Path folder;

    private static byte[][] blocks() {
        byte[][] blocks = new byte[7][MEGABYTE];
        Random random = new Random(MEGABYTES);
        for (byte[] block : blocks) {
            random.nextBytes(block);
        }
        return blocks;
    }

    /** A connection that is written to and read from block by block. */
    private record Peer(Socket socket, DataInputStream in, OutputStream out) implements AutoCloseable {

        static Peer of(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(120_000);
            return new Peer(
                    socket,
                    new DataInputStream(new BufferedInputStream(socket.getInputStream(), MEGABYTE)),
                    socket.getOutputStream());
        }

        String ask(String command) throws IOException {
            out.write((command + "\r\n").getBytes(US_ASCII));
            return line();
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return "closed";
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }

        void expectValue() throws IOException {
            assertThat(line()).isEqualTo("$" + (long) MEGABYTES * MEGABYTE);
            byte[] read = new byte[MEGABYTE];
            for (int i = 0; i < MEGABYTES; i++) {
                in.readFully(read);
                assertThat(read).isEqualTo(BLOCKS[i % BLOCKS.length]);
            }
            assertThat(line()).isEmpty();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void valuesAsLargeAsServersTakeThem() throws Exception {
        int port = CommandProcess.freePort();
        int adminPort = CommandProcess.freePort();
        CommandProcess command = new CommandProcess(folder);
        try (LocalCluster one = LocalCluster.builder().name("one").standalone().start();
                LocalCluster two =
                        LocalCluster.builder().name("two").standalone().start()) {
            Path file = command.file(
                    """
                    listen: 127.0.0.1:%d
                    admin: {listen: "127.0.0.1:%d"}
                    limits: {max-output-buffer: %d}
                    primary: one
                    clusters:
                      one: {nodes: ["%s"], topology: standalone, timeouts: {command: 60s}}
                      two: {nodes: ["%s"], topology: standalone, timeouts: {command: 60s}}
                    """.formatted(port, adminPort, MEGABYTES / 2 * MEGABYTE, one.seeds()[0], two.seeds()[0]));
            Process running = command.start(List.of("-Xmx" + HEAP_MEGABYTES + "m"), "--config", file.toString());
            try {
                CommandProcess.awaitReady(adminPort, null);
                converse(port, one, two);
                assertThat(mostResidentMegabytes(running.pid())).isLessThan(HEAP_MEGABYTES + BESIDE_THE_HEAP);
            } finally {
                running.destroy();
            }
            assertThat(CommandProcess.ends(running)).isEqualTo(143);
        }
    }

    private static void converse(int port, LocalCluster one, LocalCluster two) throws IOException {
        int primary = one.nodes().get(0).port();
        int secondary = two.nodes().get(0).port();
        try (Peer client = Peer.of(port)) {
            client.out.write(
                    ("*3\r\n$3\r\nSET\r\n$5\r\nlarge\r\n$" + (long) MEGABYTES * MEGABYTE + "\r\n").getBytes(US_ASCII));
            for (int i = 0; i < MEGABYTES; i++) {
                client.out.write(BLOCKS[i % BLOCKS.length]);
            }
            client.out.write("\r\nGET large\r\nPING\r\n".getBytes(US_ASCII));
            assertThat(client.line()).isEqualTo("+OK");
            client.expectValue();
            assertThat(client.line()).isEqualTo("+PONG");
            try (Peer other = Peer.of(port)) {
                client.out.write(
                        "GET large\r\n".getBytes(US_ASCII)); // and reads nothing for now, which holds nobody up
                assertThat(other.ask("SET small 1")).isEqualTo("+OK");
                assertThat(other.ask("STRLEN large")).isEqualTo(":" + (long) MEGABYTES * MEGABYTE);
            }
            client.expectValue();
        }
        try (Peer straight = Peer.of(secondary)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> straight.ask("STRLEN large").equals(":" + (long) MEGABYTES * MEGABYTE));
            straight.out.write("GET large\r\n".getBytes(US_ASCII));
            straight.expectValue();
        }
        for (int where : new int[] {port, primary}) {
            try (Peer client = Peer.of(where)) {
                assertThat(client.ask("*3\r\n$3\r\nSET\r\n$5\r\nlarge\r\n$" + (512L * MEGABYTE + 1)))
                        .as("one byte more than a value may have")
                        .isEqualTo("-ERR Protocol error: invalid bulk length");
                assertThat(client.line()).isEqualTo("closed");
            }
        }
    }

    /** The most memory that the process has had; 0 where that is not told. */
    private static long mostResidentMegabytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
