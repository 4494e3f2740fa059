package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.commands.ProtocolCommand;

/** Bad input and bad settings: a clear error, nothing sent, nothing hangs. */
class RefusalsTest {

    @TempDir
    private static Path folder;

    private static LocalCluster one;
    private static LocalCluster secured;
    private static TestCertificates certificates;

    @BeforeAll
    static void start() {
        certificates = TestCertificates.create(folder.resolve("right"));
        one = LocalCluster.builder().name("cluster1").primaries(1).replicas(0).start();
        secured = LocalCluster.builder()
                .name("secured")
                .primaries(1)
                .replicas(0)
                .tls(certificates)
                .password("secret")
                .start();
    }

    @AfterAll
    static void stop() {
        one.close();
        secured.close();
    }

    private static DualWrite with(Target secondary) {
        return DualWrite.builder()
                .primary(Target.cluster("cluster1", one.seeds()))
                .secondary(Clusters.quick(secondary))
                .drainTimeout(Duration.ofMillis(100))
                .build();
    }

    private static void assertTrouble(Target secondary, String... words) {
        try (DualWrite dualWrite = with(secondary);
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(dualWrite.status().get(0).trouble())
                            .contains(words)
                            .doesNotContain("secret"));
        }
    }

    @Test
    void aWrongPasswordIsNamedAndTheCallerGoesOn() {
        assertTrouble(
                Target.cluster("secured", secured.seeds())
                        .tls(Tls.ca(certificates.caPem()))
                        .credentials("default", "wrong"),
                "secured",
                "refused the credentials of user default");
    }

    @Test
    void aWrongAuthorityIsNamed() {
        TestCertificates other = TestCertificates.create(folder.resolve("other"));
        assertTrouble(
                Target.cluster("secured", secured.seeds())
                        .tls(Tls.ca(other.caPem()))
                        .credentials("default", "secret"),
                "secured: tls: the certificate of 127.0.0.1",
                "expected: one issued by an authority in");
    }

    @Test
    void aWrongHostNameIsNamedAndCanBeAllowed() {
        TestCertificates elsewhere = TestCertificates.create(folder.resolve("elsewhere"), "elsewhere.example");
        try (LocalCluster misnamed = LocalCluster.builder()
                .name("misnamed")
                .primaries(1)
                .replicas(0)
                .tls(elsewhere)
                .start()) {
            assertTrouble(
                    Target.cluster("misnamed", misnamed.seeds()).tls(Tls.ca(elsewhere.caPem())),
                    "misnamed: tls",
                    "for host 127.0.0.1");
            try (DualWrite dualWrite = with(Target.cluster("misnamed", misnamed.seeds())
                    .tls(Tls.ca(elsewhere.caPem()).withVerifyHostname(false)))) {
                Clusters.assertEqual(dualWrite, one, misnamed);
            }
        }
    }

    @Test
    void anUnknownCommandIsRefusedAndSentNowhere() {
        try (DualWrite dualWrite = with(Target.cluster("secured", secured.seeds())
                        .tls(Tls.ca(certificates.caPem()))
                        .credentials("default", "secret"));
                JedisCluster jedis = dualWrite.jedisCluster()) {
            ProtocolCommand unknown = () -> "FROBNICATE".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> jedis.sendCommand("key", unknown, "key"))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining(
                            "command FROBNICATE: not in the catalogue, and the primary does not know it (expected:");
            assertThat(jedis.set("key", "still works")).isEqualTo("OK");
            assertThat(one.nodes().get(0).text("INFO", "commandstats")).doesNotContain("frobnicate");
        }
    }

    @Test
    void oneClusterUnderTwoNamesIsRefused() {
        // another address of the same cluster, so that only the node ids give it away
        String localhost = "localhost:" + one.nodes().get(0).port();
        assertThatThrownBy(() -> with(Target.cluster("cluster2", localhost)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cluster2.nodes")
                .hasMessageContaining("they share node ids");
    }

    @Test
    void anInvalidConfigurationListsEveryProblem() {
        assertThatThrownBy(() -> DualWrite.builder()
                        .primary(Target.cluster("Primary", "host"))
                        .secondary(Target.cluster("two", "host2:6379")
                                .timeouts(Duration.ofMillis(-1), Duration.ZERO)
                                .tls(Tls.ca(Path.of("missing.pem"))))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Primary.name: Primary (expected: a small letter")
                .hasMessageContaining("Primary.nodes: host (expected: host:port")
                .hasMessageContaining("two.timeouts.connect: -1ms (expected: a positive duration)")
                .hasMessageContaining("two.timeouts.command: 0ms (expected: a positive duration)")
                .hasMessageContaining("two.tls.ca: missing.pem (expected: a file that can be read)");
    }
}
