package io.github.dualwrite.listener.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TopologyKind;
import io.github.dualwrite.listener.config.AdminSettings;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.config.User;
import io.github.dualwrite.listener.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyFileTest {

    private static final String MIRRORS = """
            - cluster: second_cluster
              exclude_read_commands: True
            - {cluster: third-cluster, exclude_read_commands: true}""";

    @TempDir
    private Path folder;

    private static String bootstrap() {
        return EnvoyBootstrap.text(
                "0.0.0.0", 7000, 7901, "one.example:1", "two.example:2", "three.example:3", "hunter2", MIRRORS);
    }

    private EnvoyFile.Read read(String yaml) throws IOException {
        Map<?, ?> values = YamlFile.read(Files.writeString(folder.resolve("envoy.yaml"), yaml));
        assertThat(EnvoyFile.isOne(values)).isTrue();
        return EnvoyFile.read(values, Map.of("FROM_OUTSIDE", "from outside"));
    }

    private void assertProblem(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hunter2");
    }

    private static String with(String what, String instead) {
        String bootstrap = bootstrap();
        assertThat(bootstrap).contains(what);
        return bootstrap.replace(what, instead);
    }

    @Test
    void routeMirrorsEndpointsTlsPasswordAndAdminAreHonoured() throws IOException {
        EnvoyFile.Read read = read(bootstrap());
        ListenerConfig config = read.config();
        assertThat(config.listen()).isEqualTo(new Endpoint("0.0.0.0", 7000));
        assertThat(config.admin()).isEqualTo(new AdminSettings(new Endpoint("0.0.0.0", 7901), null));
        Target primary = config.dualWrite().primary();
        assertThat(primary.name()).isEqualTo("firstcluster");
        assertThat(primary.topology()).isEqualTo(TopologyKind.CLUSTER);
        assertThat(primary.nodes()).containsExactly(new Endpoint("one.example", 1));
        assertThat(primary.timeouts().connect()).isEqualTo(Duration.ofSeconds(4));
        assertThat(primary.timeouts().command()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.dualWrite().secondaries())
                .extracting(Target::name)
                .containsExactly("secondcluster", "thirdcluster");
        Target third = config.dualWrite().secondaries().get(1);
        assertThat(third.tls()).isEqualTo(Tls.unverified());
        CredentialsProvider provider = third.credentials();
        assertThat(provider == null ? null : provider.get()).isEqualTo(new Credentials(null, "hunter2"));
        assertThat(read.toString()).doesNotContain("hunter2");
    }

    @Test
    void whatIsNotHonouredIsListedByItsPath() throws IOException {
        List<String> remarks = read(with(
                                "stat_prefix: egress", "latency_in_micros: true\n          stat_prefix: egress")
                        + "layered_runtime: {layers: []}\n")
                .remarks();
        assertThat(remarks)
                .anySatisfy(
                        r -> assertThat(r)
                                .isEqualTo(
                                        "static_resources.listeners[0].filter_chains[0].filters[0].typed_config.latency_in_micros: not honoured"))
                .anySatisfy(r -> assertThat(r).startsWith("layered_runtime: not honoured"))
                .anySatisfy(
                        r -> assertThat(r)
                                .startsWith(
                                        "static_resources.clusters[0].cluster_type.typed_config.value.cluster_refresh_rate: not honoured"))
                .anySatisfy(
                        r -> assertThat(r).startsWith("static_resources.clusters[0].dns_lookup_family: not honoured"))
                .anySatisfy(r -> assertThat(r)
                        .contains("common_tls_context.validation_context: none, so as in Envoy")
                        .contains("trusted_ca in it would check it"));
        assertThat(remarks).noneSatisfy(r -> assertThat(r).contains("lb_policy"));
    }

    /** The one line that says why {@code --insecure} is needed. */
    @Test
    void everybodysAddressNeedsAPasswordOrInsecure() throws IOException {
        ListenerConfig config = read(bootstrap()).config();
        assertThatThrownBy(config::requireValid)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listen: 0.0.0.0:7000 (expected: a password")
                .hasMessageContaining("or --insecure if anybody may read and write everything")
                .hasMessageContaining("admin.listen: 0.0.0.0:7901");
        assertThat(config.withAccess(config.access().withInsecure()).requireValid())
                .isNotNull();
    }

    @Test
    void passwordsOfClientsAreHonoured() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from a file\n");
        String asked = "downstream_auth_passwords: [{environment_variable: FROM_OUTSIDE}, {filename: " + file
                + "}]\n          downstream_auth_username: {inline_string: ada}\n          stat_prefix: egress";
        assertThat(read(with("stat_prefix: egress", asked)).config().access().users())
                .containsExactly(new User("ada", List.of("from outside", "from a file")));
        assertProblem(
                with(
                        "stat_prefix: egress",
                        "downstream_auth_password: {environment_variable: UNSET}\n          stat_prefix: x"),
                "downstream_auth_password.environment_variable: UNSET");
        assertProblem(
                with("stat_prefix: egress", "external_auth_provider: {grpc_service: {}}\n          stat_prefix: x"),
                "external_auth_provider: given");
    }

    @Test
    void aTrustedAuthorityIsHonoured() throws IOException {
        EnvoyFile.Read read = read(
                with(
                        "v3.UpstreamTlsContext",
                        "v3.UpstreamTlsContext\n        common_tls_context: {validation_context: {trusted_ca: {filename: /ca.pem}}}"));
        assertThat(read.config().dualWrite().secondaries().get(1).tls())
                .isEqualTo(Tls.ca(Path.of("/ca.pem")).withVerifyHostname(false));
    }

    @Test
    void aSingleServerIsOne() throws IOException {
        EnvoyFile.Read read = read(with("name: envoy.clusters.redis", "name: envoy.clusters.none"));
        assertThat(read.config().dualWrite().primary().topology()).isEqualTo(TopologyKind.STANDALONE);
    }

    @Test
    void whatWouldSendDataElsewhereKeepsItFromStarting() {
        assertProblem(
                with("prefix_routes:", "prefix_routes:\n            routes: [{prefix: a, cluster: second_cluster}]"),
                "prefix_routes.routes: given (expected: catch_all_route alone");
        assertProblem(
                with("cluster: first_cluster", "cluster: no_such"),
                "catch_all_route.cluster: no_such (expected: one of the clusters [first_cluster, ");
        assertProblem(with("- cluster: second_cluster", "- cluster: first_cluster"), "that no other route names");
        assertProblem(with("port_value: 7000", "port_value: many"), "socket_address.port_value: 0.0.0.0:many");
        assertProblem(
                with("op_timeout: 5s", "op_timeout: 5 minutes"), "settings.op_timeout: 5 minutes (expected: seconds");
        assertProblem("static_resources: {listeners: []}\n", "static_resources.listeners: no redis_proxy");
        assertProblem(
                with("v3.UpstreamTlsContext", "v3.QuicUpstreamTransport"),
                "transport_socket.typed_config: QuicUpstreamTransport (expected: an UpstreamTlsContext");
    }

    @Test
    void readsThatEnvoyWouldMirrorAreRemarkedOn() throws IOException {
        assertThat(read(with("exclude_read_commands: True", "runtime_fraction: {default_value: {numerator: 1}}"))
                        .remarks())
                .anySatisfy(r -> assertThat(r).contains("exclude_read_commands: not honoured where it is false"))
                .anySatisfy(r -> assertThat(r).contains("runtime_fraction: not honoured, every write is mirrored"));
    }
}
