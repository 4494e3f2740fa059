package io.github.dualwrite.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Journal;
import io.github.dualwrite.config.Messages;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerConfigTest {

    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir
    private Path folder;

    private ListenerConfig read(String yaml, Map<String, String> environment) throws IOException {
        return ListenerConfig.load(Files.writeString(folder.resolve("config.yaml"), yaml), environment);
    }

    @Test
    void theExamplesAreValid() throws IOException {
        ListenerConfig dual = ListenerConfig.load(EXAMPLES.resolve("dual-write.yaml"), Map.of());
        assertThat(dual.requireValid().dualWrite().secondaries()).hasSize(1);
        ListenerConfig triple =
                ListenerConfig.load(EXAMPLES.resolve("triple-write.yaml"), Map.of("CLUSTER3_PASSWORD", "secret"));
        Target three = triple.requireValid().dualWrite().secondaries().get(1);
        assertThat(three.tls()).isNotNull();
        CredentialsProvider provider = three.credentials();
        assertThat(provider).isNotNull();
        assertThat(provider == null ? null : provider.get()).isEqualTo(new Credentials("default", "secret"));
        assertThat(triple.listen()).isEqualTo(new Endpoint("127.0.0.1", 6379));
        assertThat(triple.log().file()).isEqualTo(Path.of("log/customer.log"));
    }

    @Test
    void aVariableThatIsNotSetIsNamed() throws IOException {
        ListenerConfig config = ListenerConfig.load(EXAMPLES.resolve("triple-write.yaml"), Map.of());
        assertThatThrownBy(config::requireValid)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "clusters.cluster3.password: ${CLUSTER3_PASSWORD} (expected: the environment variable CLUSTER3_PASSWORD to be set)");
    }

    @Test
    void everySettingIsRead() throws IOException {
        ListenerConfig config = read("""
                listen: 0.0.0.0:7000
                insecure: true
                log: {level: debug, format: json}
                primary: old
                shutdown: {drain-timeout: 3s}
                journal: {directory: journals, restart-within: 5m}
                clusters:
                  old: {nodes: ["old:1", "[::1]:2"], pool: {max-total: 16, max-idle: 4, min-idle: 1, max-wait: 5s}}
                  new:
                    nodes: new:3
                    topology: standalone
                    username: app
                    password: ${SECRET:none}
                    ack: sync
                    messages: forwarded
                    sync: assume-synced
                    timeouts: {connect: 1s, command: 250ms}
                    lanes: {count: 4, linger: 200us, max-batch: 10, max-entries: 100, max-bytes: 1MiB, max-dirty-bytes: 2MB}
                    bulkhead: {max-concurrent: 77}
                    retry: {max-attempts: 3, initial-wait: 10ms, multiplier: 1.5, max-wait: 1m}
                    pace: {keys-per-second: 9, bytes-per-second: 64KiB}
                """, Map.of());
        assertThat(config.requireValid().listen()).isEqualTo(new Endpoint("0.0.0.0", 7000));
        assertThat(config.dualWrite().shutdown().drainTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.dualWrite().journal())
                .as("the directory is beside the file")
                .isEqualTo(new Journal(folder.resolve("journals"), Duration.ofMinutes(5)));
        assertThat(config.dualWrite().primary().nodes())
                .containsExactly(new Endpoint("old", 1), new Endpoint("::1", 2));
        assertThat(config.dualWrite().primary().pool().maxTotal()).isEqualTo(16);
        Target target = config.dualWrite().secondaries().get(0);
        assertThat(target.replication().ack()).isEqualTo(Ack.SYNC);
        assertThat(target.replication().messages()).isEqualTo(Messages.FORWARDED);
        assertThat(target.replication().sync()).isEqualTo(SyncMode.ASSUME_SYNCED);
        assertThat(target.timeouts().command()).isEqualTo(Duration.ofMillis(250));
        assertThat(target.replication().lanes().linger()).isEqualTo(Duration.ofNanos(200_000));
        assertThat(target.replication().lanes().maxBytes()).isEqualTo(1 << 20);
        assertThat(target.replication().lanes().maxDirtyBytes()).isEqualTo(2_000_000);
        assertThat(target.replication().bulkhead().maxConcurrent()).isEqualTo(77);
        assertThat(target.replication().retry().maxWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(target.replication().pace().bytesPerSecond()).isEqualTo(65_536);
    }

    @Test
    void everyProblemIsListedAtOnce() throws IOException {
        ListenerConfig config = read("""
                listen: nowhere
                primary: one
                clusters:
                  one: {nodes: [a:1]}
                  two:
                    node: [b:2]
                    ack: maybe
                    timeouts: {command: soon}
                    username: lonely
                    lanes: {max-bytes: lots}
                """, Map.of());
        assertThatThrownBy(config::requireValid)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listen: nowhere (expected: host:port)")
                .hasMessageContaining("clusters.two.node: unknown setting")
                .hasMessageContaining("did you mean nodes?")
                .hasMessageContaining("clusters.two.ack: maybe (expected: one of async, sync)")
                .hasMessageContaining("clusters.two.timeouts.command: soon (expected: a duration such as")
                .hasMessageContaining("clusters.two.username: lonely (expected: a password with it)")
                .hasMessageContaining("clusters.two.lanes.max-bytes: lots (expected: a size such as")
                .hasMessageContaining("two.nodes: none (expected: at least one host:port)");
    }

    @Test
    void howLongAProcessMayBeSilentIsASetting() throws IOException {
        String text = """
                primary: one
                clusters:
                  one: {nodes: [a:1]}
                  two: {nodes: [b:2], fleet: {presence: %s}}
                """;
        assertThat(read(text.formatted("40s"), Map.of())
                        .requireValid()
                        .dualWrite()
                        .secondaries()
                        .get(0)
                        .replication()
                        .fleet()
                        .presence())
                .isEqualTo(Duration.ofSeconds(40));
        assertThatThrownBy(() -> read(text.formatted("500ms"), Map.of()).requireValid())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fleet.presence: 500ms (expected: at least 1s)");
    }

    @Test
    void whatIsNotYamlIsSaid() {
        assertThatThrownBy(() -> read("primary: [", Map.of())).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("just text", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no mapping");
        assertThatThrownBy(() -> read("clusters: {one: {nodes: [a:1]}}", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("primary: none (expected: one of the clusters: [one])");
    }
}
