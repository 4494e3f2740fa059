package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Tls;
import io.github.dualwrite.listener.config.Serving;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary behind TLS and a password, over either transport, and values that travel in many pieces. */
class PrimariesTest {

    private static final String PASSWORD = "of-the-primary";
    private static final int LARGE = 40 << 20;
    private static final TestCertificates CERTIFICATES = certificates();

    @RegisterExtension
    static final Pair pair = new Pair(
            LocalCluster.builder()
                    .name("cluster1")
                    .replicas(0)
                    .tls(CERTIFICATES)
                    .password(PASSWORD),
            target -> target.tls(Tls.ca(CERTIFICATES.caPem())).credentials(null, PASSWORD),
            Serving.ofDefaults());

    private static TestCertificates certificates() {
        try {
            Path folder = Files.createTempDirectory("dualwrite-primaries");
            return TestCertificates.create(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that works everywhere, and the one that is used where it can be. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "best"})
    void everyTransportReachesIt(String which) throws IOException {
        Transport transport = which.equals("nio") ? Transport.nio() : Transport.best();
        try (Listener listener = pair.listen(pair.primary(), Serving.ofDefaults(), transport);
                RawClient client = new RawClient(listener.port())) {
            for (int i = 0; i < 200; i++) {
                client.command("SET " + which + ":" + i + " v" + i);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(client.reply()).isEqualTo("+OK");
            }
            client.command("MULTI").command("INCR {" + which + "}n").command("EXEC");
            assertThat(client.reply()).isEqualTo("+OK");
            assertThat(client.reply()).isEqualTo("+QUEUED");
            assertThat(client.reply()).isEqualTo("*1 :1");
            largeValue(client, which);
            pair.assertEqual(listener);
        }
    }

    private static void largeValue(RawClient client, String which) throws IOException {
        byte[] value = new byte[LARGE];
        new Random(LARGE).nextBytes(value);
        String key = "large:" + which;
        client.send("*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + LARGE + "\r\n")
                .send(value)
                .send("\r\n");
        assertThat(client.reply()).isEqualTo("+OK");
        assertThat(client.ask("STRLEN " + key)).isEqualTo(":" + LARGE);
        client.command("GETRANGE " + key + " " + (LARGE / 2) + " -1").command("PING");
        String half = client.reply();
        String expected = new String(value, LARGE / 2, LARGE / 2, StandardCharsets.ISO_8859_1).replace("\r\n", " ");
        assertThat(half.endsWith(expected)).isTrue();
        assertThat(client.reply()).isEqualTo("+PONG");
        assertThat(client.ask("DEL " + key)).isEqualTo(":1");
    }
}
