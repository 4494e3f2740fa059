package io.github.dualwrite.jmh.envoy;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Three clusters as in the migration that Envoy is used for: the third is reached through TLS and with a password. */
record Clusters(LocalCluster primary, LocalCluster second, LocalCluster third) implements AutoCloseable {

    private static final String PASSWORD = "measured";

    static Clusters start(int replicas) throws IOException {
        TestCertificates certificates = TestCertificates.create(Files.createTempDirectory("dualwrite-envoy-tls"));
        LocalCluster first =
                LocalCluster.builder().name("first").replicas(replicas).start();
        LocalCluster second =
                LocalCluster.builder().name("second").replicas(replicas).start();
        LocalCluster third = LocalCluster.builder()
                .name("third")
                .replicas(replicas)
                .tls(certificates)
                .password(PASSWORD)
                .start();
        return new Clusters(first, second, third);
    }

    private List<LocalCluster> all() {
        return List.of(primary, second, third);
    }

    void empty() {
        all().forEach(LocalCluster::flushAll);
    }

    /** Who owns what in each cluster, as {@code Floor} reads it. */
    List<String> slotRanges() {
        return List.of(ranges(primary), ranges(second), PASSWORD + "@" + ranges(third));
    }

    /** Reads from the first, writes to the first two. */
    String camelliaRoute() {
        String first = "redis-cluster://@" + endpoints(primary);
        return """
                {"type": "simple", "operation": {"read": "%s", "type": "rw_separate",
                "write": {"type": "multi", "resources": ["%s", "redis-cluster://@%s"]}}}
                """.formatted(first, first, endpoints(second));
    }

    private static String endpoints(LocalCluster cluster) {
        return cluster.primaries().stream().map(LocalNode::endpoint).collect(Collectors.joining(","));
    }

    private static String ranges(LocalCluster cluster) {
        List<String> ranges = new ArrayList<>();
        if (cluster.primaries().get(0).command("CLUSTER", "SLOTS") instanceof List<?> slots) {
            for (Object each : slots) {
                List<?> range = (List<?>) each;
                List<?> owner = (List<?>) range.get(2);
                String host = new String((byte[]) owner.get(0), StandardCharsets.UTF_8);
                ranges.add(host + ":" + owner.get(1) + "=" + range.get(0) + "-" + range.get(1));
            }
        }
        return String.join(",", ranges);
    }

    /** How many keys of the primary are missing, another or too many in either secondary: a figure for each. */
    List<Integer> differing() {
        Strings expected = Strings.of(primary);
        return List.of(expected.differing(Strings.of(second)), expected.differing(Strings.of(third)));
    }

    /** Stops every node of the second cluster, as a network that swallows everything would seem to. */
    void freezeSecond() {
        second.nodes().forEach(LocalNode::freeze);
    }

    void thawSecond() {
        second.nodes().forEach(LocalNode::thaw);
    }

    /** A bootstrap for Envoy: what comes in goes to the first cluster, and all writes to the two others as well. */
    Path bootstrap(Path folder, int port, int adminPort) throws IOException {
        String text = """
                admin: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
                static_resources:
                  listeners:
                  - address: {socket_address: {address: 127.0.0.1, port_value: %d}}
                    filter_chains:
                    - filters:
                      - name: envoy.filters.network.redis_proxy
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.network.redis_proxy.v3.RedisProxy
                          stat_prefix: redis
                          settings: {op_timeout: 5s}
                          prefix_routes:
                            catch_all_route:
                              cluster: first
                              request_mirror_policy:
                              - {cluster: second, exclude_read_commands: true}
                              - {cluster: third, exclude_read_commands: true}
                  clusters:
                """.formatted(adminPort, port)
                + cluster("first", primary)
                + cluster("second", second)
                + cluster("third", third)
                + """
                    typed_extension_protocol_options:
                      envoy.filters.network.redis_proxy:
                        "@type": type.googleapis.com/google.protobuf.Struct
                        value: {auth_password: {inline_string: %s}}
                    transport_socket:
                      name: envoy.transport_sockets.tls
                      typed_config:
                        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                """.formatted(PASSWORD);
        return Files.writeString(folder.resolve("triple-write.yaml"), text);
    }

    private static String cluster(String name, LocalCluster cluster) {
        LocalNode seed = cluster.primaries().get(0);
        return """
                  - name: %s
                    cluster_type:
                      name: envoy.clusters.redis
                      typed_config:
                        "@type": type.googleapis.com/google.protobuf.Struct
                        value: {cluster_refresh_rate: 10s, cluster_refresh_timeout: 4s}
                    connect_timeout: 4s
                    dns_lookup_family: V4_ONLY
                    lb_policy: CLUSTER_PROVIDED
                    load_assignment:
                      cluster_name: %s
                      endpoints:
                      - lb_endpoints:
                        - endpoint: {address: {socket_address: {address: %s, port_value: %d}}}
                """.formatted(name, name, seed.host(), seed.port()).indent(0);
    }

    @Override
    public void close() {
        all().forEach(LocalCluster::close);
    }
}
