package io.github.dualwrite.listener.envoy;

import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Replication;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Timeouts;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TopologyKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Envoy's clusters into targets. */
final class EnvoyClusters {

    private static final String REDIS = "envoy.filters.network.redis_proxy";

    private final Map<String, Tree> byName = new HashMap<>();
    private final DataSource secrets;

    EnvoyClusters(Tree resources, DataSource secrets) {
        this.secrets = secrets;
        for (Tree cluster : resources.all("clusters")) {
            String name = cluster.text("name");
            if (name == null || byName.put(name, cluster) != null) {
                cluster.problem("name", String.valueOf(name), "a name that no other cluster has");
            }
        }
    }

    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    /** The cluster of that name, or {@code null} if there is none. Each is to be asked for once. */
    @Nullable
    Target target(String name, Duration operationTimeout) {
        Tree cluster = byName.remove(name);
        if (cluster == null) {
            return null;
        }
        Tree type = cluster.in("cluster_type");
        boolean isRedisCluster = "envoy.clusters.redis".equals(type.text("name"));
        Tree typed = type.in("typed_config");
        Tree refresh = typed.has("value") ? typed.in("value") : typed;
        refresh.notHonoured("cluster_refresh_rate", "slots are learned anew whenever a node says so, and every 30 s");
        refresh.notHonoured("cluster_refresh_timeout", "connect_timeout and op_timeout hold for this, too");
        refresh.end();
        type.end();
        List<Endpoint> nodes = nodes(cluster.in("load_assignment"));
        if (!isRedisCluster && nodes.size() > 1) {
            cluster.problem(
                    "load_assignment",
                    nodes.size() + " endpoints",
                    "one endpoint, or cluster_type envoy.clusters.redis");
        }
        Target target = new Target(
                ownName(name),
                nodes,
                isRedisCluster ? TopologyKind.CLUSTER : TopologyKind.STANDALONE,
                tls(cluster),
                null,
                new Timeouts(Durations.of(cluster, "connect_timeout", Duration.ofSeconds(5)), operationTimeout),
                Pool.ofDefaults(),
                Replication.ofDefaults());
        target = withCredentials(target, cluster.in("typed_extension_protocol_options"));
        cluster.notHonoured("dns_lookup_family", "both families are used, as this machine resolves them");
        cluster.holdsAnyway("lb_policy", "type");
        cluster.end();
        return target;
    }

    /** Clusters that no route names. */
    void end() {
        byName.values().stream()
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .forEach(unused -> unused.remark("name", "not honoured, no route names this cluster"));
    }

    private static List<Endpoint> nodes(Tree assignment) {
        List<Endpoint> nodes = new ArrayList<>();
        for (Tree locality : assignment.all("endpoints")) {
            for (Tree each : locality.all("lb_endpoints")) {
                Tree endpoint = each.in("endpoint");
                nodes.add(Addresses.of(endpoint.in("address")));
                endpoint.end();
                each.end();
            }
            locality.end();
        }
        assignment.holdsAnyway("cluster_name");
        assignment.end();
        return nodes;
    }

    private Target withCredentials(Target target, Tree options) {
        if (!options.has(REDIS)) {
            options.end();
            return target;
        }
        Tree wrapped = options.in(REDIS);
        Tree redis = wrapped.has("value") ? wrapped.in("value") : wrapped;
        String password = secrets.text(redis, "auth_password");
        String username = secrets.text(redis, "auth_username");
        if (redis.has("aws_iam")) {
            redis.problem("aws_iam", "given", "auth_password; tokens of AWS IAM are not made here");
            redis.holdsAnyway("aws_iam");
        }
        redis.end();
        wrapped.end();
        options.end();
        return password == null ? target : target.credentials(username, password);
    }

    private static @Nullable Tls tls(Tree cluster) {
        if (!cluster.has("transport_socket")) {
            return null;
        }
        Tree socket = cluster.in("transport_socket");
        Tree context = socket.in("typed_config");
        if (!context.type().equals("UpstreamTlsContext")) {
            socket.problem("typed_config", context.type(), "an UpstreamTlsContext, or no transport_socket");
            return null;
        }
        Tree common = context.in("common_tls_context");
        Tree validation = common.in("validation_context");
        Path ca = DataSource.file(validation, "trusted_ca");
        validation.notHonoured("match_typed_subject_alt_names", "any name is accepted that the authority has signed");
        validation.end();
        Tls tls;
        if (ca == null) {
            context.remark(
                    "common_tls_context.validation_context",
                    "none, so as in Envoy the server's certificate is not checked and anybody in between can read along;"
                            + " trusted_ca in it would check it (in our own file: clusters.<name>.tls: true, or tls.ca)");
            tls = Tls.unverified();
        } else {
            context.remark(
                    "common_tls_context.validation_context",
                    "as in Envoy the certificate's authority is checked and its name is not;"
                            + " clusters.<name>.tls.ca in our own file checks both");
            tls = Tls.ca(ca).withVerifyHostname(false);
        }
        for (Tree certificate : common.all("tls_certificates")) {
            Path chain = DataSource.file(certificate, "certificate_chain");
            Path key = DataSource.file(certificate, "private_key");
            certificate.end();
            if (chain != null && key != null) {
                tls = tls.withClientCertificate(chain, key);
            }
        }
        context.notHonoured("sni", "the name of the node is sent");
        common.end();
        context.end();
        socket.end();
        return tls;
    }

    /** A name as targets may have it: {@code redis_cluster1} becomes {@code rediscluster1}. */
    private static String ownName(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "cluster" + letters : letters;
    }
}
