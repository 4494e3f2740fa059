package io.github.dualwrite.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.listener.envoy.EnvoyBootstrap;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/** The command as a process of its own: exit codes, the check, Envoy's file unchanged but for addresses, a log without secrets, an end in order. */
class ListenerCommandTest {

    private static final String SECRET = "a-password-of-the-third";
    private static final String MIRRORS = """
            - {cluster: second_cluster, exclude_read_commands: True}
            - {cluster: third-cluster, exclude_read_commands: True}""";

    @TempDir
    private static Path certificates;

    private static LocalCluster one;
    private static LocalCluster two;
    private static LocalCluster three;

    @TempDir
    private Path folder;

    private CommandProcess process = new CommandProcess(Path.of(""));

    @BeforeAll
    static void start() {
        one = LocalCluster.builder().name("one").replicas(0).start();
        two = LocalCluster.builder().name("two").replicas(0).start();
        three = LocalCluster.builder()
                .name("three")
                .replicas(0)
                .tls(TestCertificates.create(certificates))
                .password(SECRET)
                .start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        three.close();
    }

    @BeforeEach
    void place() {
        process = new CommandProcess(folder);
    }

    private Path log() {
        return process.log();
    }

    private Path file(String text) throws IOException {
        return process.file(text);
    }

    private Process command(String... options) throws IOException {
        return process.start(options);
    }

    @Test
    void envoysFileRunsAndEveryClusterIsEqualAfterwards() throws Exception {
        int port = CommandProcess.freePort();
        int adminPort = CommandProcess.freePort();
        Path file = file(EnvoyBootstrap.text(
                "0.0.0.0", port, adminPort, one.seeds()[0], two.seeds()[0], three.seeds()[0], SECRET, MIRRORS));
        assertThat(CommandProcess.ends(command("--config", file.toString()))).isEqualTo(2);
        assertThat(log()).content().contains("listen: 0.0.0.0:" + port).contains("--insecure");

        assertThat(CommandProcess.ends(command("--config", file.toString(), "--insecure", "--check")))
                .as("%s", Files.readString(log()))
                .isZero();
        assertThat(log())
                .content()
                .contains("note   static_resources.clusters[0].dns_lookup_family: not honoured")
                .contains("ok     firstcluster: primary, 2 primary nodes, all slots")
                .contains("ok     thirdcluster: secondary, 2 primary nodes, all slots")
                .doesNotContain(SECRET);

        Process running = command("--config", file.toString(), "--insecure");
        try {
            CommandProcess.awaitReady(adminPort, null);
            try (Jedis jedis = new Jedis("127.0.0.1", port)) {
                for (int i = 0; i < 200; i++) {
                    assertThat(jedis.set("key:" + i, "value " + i)).isEqualTo("OK");
                }
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(DataSet.of(one).differences(DataSet.of(two), Duration.ofSeconds(1)))
                        .isEmpty();
                assertThat(DataSet.of(one).differences(DataSet.of(three), Duration.ofSeconds(1)))
                        .isEmpty();
            });
        } finally {
            running.destroy();
        }
        assertThat(CommandProcess.ends(running)).isEqualTo(143);
        assertThat(log())
                .content()
                .contains("validation_context: none, so as in Envoy")
                .contains("Listener - closed")
                .doesNotContain(SECRET, "value 1");
    }

    @Test
    void noSecretIsEverLoggedEvenWhereEverythingIs() throws Exception {
        int port = CommandProcess.freePort();
        int adminPort = CommandProcess.freePort();
        List<String> secrets = List.of("secret-of-a-user", "secret-of-the-panel", SECRET);
        Path file = file("""
                listen: 127.0.0.1:%d
                log: {level: debug, format: json, file: %s}
                users: {ada: {password: secret-of-a-user}}
                admin: {listen: "127.0.0.1:%d", token: secret-of-the-panel}
                primary: one
                clusters:
                  one: {nodes: ["%s"]}
                  three: {nodes: ["%s"], tls: {ca: %s}, username: default, password: %s}
                """.formatted(
                        port,
                        folder.resolve("logs" + File.separator + "listener.log"),
                        adminPort,
                        one.seeds()[0],
                        three.seeds()[0],
                        certificates.resolve("ca.pem"),
                        SECRET));
        Process running = command("--config", file.toString());
        try {
            CommandProcess.awaitReady(adminPort, "secret-of-the-panel");
            // A rotated password that is wrong YAML is said without being shown.
            Files.writeString(
                    file, Files.readString(file).replace("password: secret-of-a-user", "password: \"secret-of-a-user"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Files.readString(log()).contains("cannot be used, everything stays as it was"));
        } finally {
            running.destroy();
        }
        assertThat(CommandProcess.ends(running)).isEqualTo(143);
        for (Path log : List.of(log(), folder.resolve("logs").resolve("listener.log"))) {
            assertThat(log).content().contains("\"level\":\"INFO\"").contains("listening on");
            secrets.forEach(secret -> assertThat(log).content().doesNotContain(secret));
        }
    }

    /** Without anybody who takes it, SIGHUP ends the process: seen to fail so. */
    @Test
    void certificatesAndPasswordsAreReadAgainOnHangup() throws Exception {
        int port = CommandProcess.freePort();
        int adminPort = CommandProcess.freePort();
        TestCertificates old = TestCertificates.create(folder.resolve("old"));
        TestCertificates renewed = TestCertificates.create(folder.resolve("new"));
        Path certificate = Files.copy(old.serverCertPem(), folder.resolve("server.pem"));
        Path key = Files.copy(old.serverKeyPem(), folder.resolve("server.key"));
        Path passwords = Files.writeString(folder.resolve("passwords"), "the-first-one\n");
        Path file = file("""
                listen: 127.0.0.1:%d
                users: {ada: {password-file: passwords}}
                tls: {certificate: server.pem, key: server.key}
                admin: {listen: "127.0.0.1:%d"}
                primary: one
                clusters: {one: {nodes: ["%s"]}, two: {nodes: ["%s"]}}
                """.formatted(port, adminPort, one.seeds()[0], two.seeds()[0]));
        Process running = command("--config", file.toString());
        try {
            CommandProcess.awaitReady(adminPort, null);
            try (Jedis stays = client(port, old, "the-first-one")) {
                assertThat(stays.set("reload", "before")).isEqualTo("OK");
                Files.writeString(passwords, "the-second-one\n");
                Files.writeString(certificate, Files.readString(renewed.serverCertPem()));
                Files.writeString(key, Files.readString(renewed.serverKeyPem()));
                new ProcessBuilder("kill", "-HUP", Long.toString(running.pid()))
                        .start()
                        .waitFor();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> Files.readString(log()).contains("were read again: 1 users, encrypted"));
                try (Jedis comes = client(port, renewed, "the-second-one")) {
                    assertThat(comes.set("reload", "after")).isEqualTo("OK");
                }
                assertThatThrownBy(() -> client(port, renewed, "the-first-one"))
                        .isInstanceOf(JedisAccessControlException.class);
                assertThatThrownBy(() -> client(port, old, "the-second-one")).isInstanceOf(JedisException.class);
                assertThat(stays.get("reload")).as("who is there stays").isEqualTo("after");
                assertThat(stays.del("reload")).isOne();
            }
        } finally {
            running.destroy();
        }
        assertThat(CommandProcess.ends(running)).isEqualTo(143);
        assertThat(log()).content().contains("SIGHUP: ").doesNotContain("the-first-one", "the-second-one");
    }

    private static Jedis client(int port, TestCertificates authority, String password) {
        Jedis jedis = new Jedis(
                new HostAndPort("localhost", port),
                DefaultJedisClientConfig.builder()
                        .ssl(true)
                        .sslSocketFactory(authority.sslContext().getSocketFactory())
                        .user("ada")
                        .password(password)
                        .build());
        jedis.connect();
        return jedis;
    }

    @Test
    void theCheckNamesEachTargetThatCannotBeUsed() throws Exception {
        int closed = CommandProcess.freePort();
        Path file = file("""
                primary: one
                clusters:
                  one: {nodes: ["%s"]}
                  two: {nodes: ["%s"]}
                  three: {nodes: ["%s"], tls: {ca: %s}, password: not-the-password}
                  four: {nodes: ["127.0.0.1:%d"]}
                """.formatted(
                        one.seeds()[0], two.seeds()[0], three.seeds()[0], certificates.resolve("ca.pem"), closed));
        assertThat(CommandProcess.ends(command("--config", file.toString(), "--check")))
                .isEqualTo(3);
        assertThat(log())
                .content()
                .contains("ok     one: primary")
                .contains("ok     two: secondary")
                .contains("FAILED three: ")
                .contains("FAILED four: ")
                .doesNotContain("not-the-password");
    }

    @Test
    void everyWayToFailHasItsExitCode() throws Exception {
        assertThat(CommandProcess.ends(
                        command("--config", folder.resolve("missing").toString())))
                .isEqualTo(1);
        assertThat(log()).content().contains("missing");
        assertThat(CommandProcess.ends(command("--no-such-option"))).isEqualTo(2);
        assertThat(CommandProcess.ends(command("--config", file("primary: [").toString())))
                .isEqualTo(2);
        assertThat(CommandProcess.ends(command("--help"))).isZero();
        assertThat(log()).content().contains("--insecure").contains("143");
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Path file = file(
                    "listen: 127.0.0.1:%d\nadmin: false\nprimary: one\nclusters: {one: {nodes: [\"%s\"]}, two: {nodes: [\"%s\"]}}\n"
                            .formatted(taken.getLocalPort(), one.seeds()[0], two.seeds()[0]));
            assertThat(CommandProcess.ends(command("--config", file.toString())))
                    .isEqualTo(1);
            assertThat(log())
                    .content()
                    .contains("listen: 127.0.0.1:" + taken.getLocalPort() + " (expected: an address");
        }
    }
}
