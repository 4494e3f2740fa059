package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dualwrite.listener.config.Serving;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * Whatever clients send, the listener goes on, answers others, leaks neither buffers nor memory, and the clusters stay equal. A short run here; by
 * command for as long as one likes: {@code -Ddualwrite.test.fuzz=1000000 -Ddualwrite.test.seed=7}.
 */
class FuzzTest {

    private static final int INPUTS = Integer.getInteger("dualwrite.test.fuzz", 4_000);
    private static final long SEED = Long.getLong("dualwrite.test.seed", 1);
    private static final long MOST_GROWTH = 32 << 20;
    private static final ResourceLeakDetector.Level BEFORE = ResourceLeakDetector.getLevel();
    private static final ListAppender<ILoggingEvent> SAID = new ListAppender<>();

    @RegisterExtension
    static final Pair pair = new Pair(Serving.ofDefaults().withThreads(2));

    @BeforeAll
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        SAID.start();
        root().addAppender(SAID);
    }

    @AfterAll
    static void watchNoMore() {
        root().detachAppender(SAID);
        ResourceLeakDetector.setLevel(BEFORE);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger("ROOT");
    }

    @Test
    void nothingBreaksIt() throws IOException {
        Fuzzer fuzzer = new Fuzzer(SEED);
        long before = 0;
        for (int sent = 0; sent < INPUTS; ) {
            int inputs = Math.min(fuzzer.upTo(40), INPUTS - sent);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < inputs; i++) {
                bytes.write(fuzzer.next());
            }
            converse(bytes.toByteArray(), fuzzer);
            sent += inputs;
            if (before == 0 && sent >= INPUTS / 10) {
                before = heap();
            }
        }
        long after =
                heap(); // a buffer that was leaked is told of once it has been collected, when the next one is made
        assertThat(after - before)
                .as("growth of the heap from %d bytes after a tenth of the inputs", before)
                .isLessThan(MOST_GROWTH);
        try (RawClient client = pair.client()) {
            assertThat(client.ask("PING")).isEqualTo("+PONG");
        }
        pair.assertEqual();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> pair.listener().clients().connected() == 0);
        List<String> errors = SAID.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(errors).as("seed %d", SEED).isEmpty();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Sends everything in pieces, closes its half, and reads until the end, which has to come. */
    private static void converse(byte[] bytes, Fuzzer fuzzer) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), pair.listener().port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            try {
                for (int at = 0; at < bytes.length; ) {
                    int length = Math.min(fuzzer.upTo(400), bytes.length - at);
                    out.write(Arrays.copyOfRange(bytes, at, at + length));
                    at += length;
                }
                socket.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError(
                        "hangs after seed " + SEED + ": "
                                + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1),
                        e);
            } catch (IOException e) {
                return; // it was closed for what it had sent
            }
        }
    }
}
