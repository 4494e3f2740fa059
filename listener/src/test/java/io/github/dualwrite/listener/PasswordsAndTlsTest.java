package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.listener.config.AccessSettings;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.config.ServerTls;
import io.github.dualwrite.listener.config.User;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Who gets in, through real connections. */
class PasswordsAndTlsTest {

    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private static LocalCluster one;
    private static LocalCluster two;

    @BeforeAll
    static void start() {
        certificates = TestCertificates.create(folder);
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").replicas(0).start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static Listener listener(AccessSettings access) throws IOException {
        Listener listener = Listener.start(ListenerConfig.of(
                        new Endpoint("127.0.0.1", 0),
                        DualWriteConfig.builder()
                                .primary(Target.cluster("cluster1", one.seeds()))
                                .secondary(Target.cluster("cluster2", two.seeds()))
                                .build())
                .withAccess(access));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !listener.engine()
                        .primary()
                        .topology()
                        .map()
                        .primaries()
                        .isEmpty());
        return listener;
    }

    @Test
    void nothingIsDoneForWhoHasGivenNoPassword() throws IOException {
        AccessSettings access = new AccessSettings(
                List.of(new User("default", List.of("of all")), new User("ada", List.of("of ada"))), null, false);
        try (Listener listener = listener(access);
                Jedis jedis = new Jedis("127.0.0.1", listener.port())) {
            for (String command : new String[] {"PING", "ECHO", "CLIENT", "MULTI"}) {
                assertThatThrownBy(() ->
                                jedis.sendCommand(() -> command.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                        .isInstanceOf(JedisDataException.class)
                        .hasMessageContaining("NOAUTH");
            }
            assertThatThrownBy(() -> jedis.set("a", "1")).hasMessageContaining("NOAUTH");
            assertThatThrownBy(() -> jedis.auth("wrong")).isInstanceOf(JedisAccessControlException.class);
            assertThatThrownBy(() -> jedis.auth("ada", "of all")).hasMessageContaining("WRONGPASS");
            assertThatThrownBy(() -> jedis.get("a")).hasMessageContaining("NOAUTH");
            assertThat(jedis.auth("ada", "of ada")).isEqualTo("OK");
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            try (Jedis other = new Jedis("127.0.0.1", listener.port())) {
                assertThat(other.auth("of all")).isEqualTo("OK");
                assertThat(other.get("a")).isEqualTo("1");
            }
        }
    }

    @Test
    void withTlsOnlyEncryptedClientsGetThrough() throws IOException {
        ServerTls tls = new ServerTls(certificates.serverCertPem(), certificates.serverKeyPem(), null);
        try (Listener listener = listener(new AccessSettings(List.of(), tls, false))) {
            try (Jedis jedis = encrypted(listener)) {
                assertThat(jedis.set("b", "2")).isEqualTo("OK");
            }
            try (Jedis jedis = new Jedis("127.0.0.1", listener.port())) {
                assertThatThrownBy(jedis::ping).isInstanceOf(JedisException.class);
            }
        }
    }

    @Test
    void withAClientAuthorityOnlyItsCertificatesGetThrough() throws IOException {
        ServerTls tls = new ServerTls(certificates.serverCertPem(), certificates.serverKeyPem(), certificates.caPem());
        try (Listener listener = listener(new AccessSettings(List.of(), tls, false))) {
            assertThatThrownBy(() -> {
                        try (Jedis jedis = encrypted(listener)) {
                            jedis.ping();
                        }
                    })
                    .isInstanceOf(JedisException.class);
        }
    }

    private static Jedis encrypted(Listener listener) {
        return new Jedis(
                new HostAndPort("localhost", listener.port()),
                DefaultJedisClientConfig.builder()
                        .ssl(true)
                        .sslSocketFactory(certificates.sslContext().getSocketFactory())
                        .build());
    }
}
