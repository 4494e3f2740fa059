package io.github.dualwrite.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One configured cluster or server. Immutable: every {@code with...} returns a copy.
 *
 * @param name what logs and metrics call it: a small letter, then small letters and digits. Nothing else, so that one name has one spelling in
 *     Java, YAML, properties and environment variables
 * @param nodes where to begin looking for its nodes
 * @param topology cluster or single server
 * @param tls encryption, or {@code null} for none
 * @param credentials where user and password come from, or {@code null} for none
 * @param timeouts how long to wait
 * @param pool connections while it is the primary
 * @param replication how writes reach it while it is a secondary
 */
public record Target(
        String name,
        List<Endpoint> nodes,
        TopologyKind topology,
        @Nullable Tls tls,
        @Nullable CredentialsProvider credentials,
        Timeouts timeouts,
        Pool pool,
        Replication replication) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");

    /** Copies the list. */
    public Target {
        nodes = List.copyOf(nodes);
    }

    /** A cluster, known by any of its nodes or its configuration end point, each as {@code host:port}. */
    public static Target cluster(String name, String... nodes) {
        return of(name, TopologyKind.CLUSTER, nodes);
    }

    /** A single server, as {@code host:port}. */
    public static Target standalone(String name, String node) {
        return of(name, TopologyKind.STANDALONE, node);
    }

    private static Target of(String name, TopologyKind topology, String... nodes) {
        return new Target(
                name,
                Arrays.stream(nodes).map(Endpoint::parse).toList(),
                topology,
                null,
                null,
                Timeouts.ofDefaults(),
                Pool.ofDefaults(),
                Replication.ofDefaults());
    }

    /** The same, encrypted. */
    public Target tls(Tls value) {
        return new Target(name, nodes, topology, value, credentials, timeouts, pool, replication);
    }

    /** The same, authenticated with a fixed user and password; {@code null} or empty for servers that know only a password. */
    public Target credentials(@Nullable String username, String password) {
        Credentials fixed = new Credentials(username, password);
        return credentials(() -> fixed);
    }

    /** The same, asking {@code provider} for each connection. */
    public Target credentials(CredentialsProvider provider) {
        return new Target(name, nodes, topology, tls, provider, timeouts, pool, replication);
    }

    /** The same with other timeouts. */
    public Target timeouts(Duration connect, Duration command) {
        return new Target(name, nodes, topology, tls, credentials, new Timeouts(connect, command), pool, replication);
    }

    /** The same with another pool. */
    public Target pool(Pool value) {
        return new Target(name, nodes, topology, tls, credentials, timeouts, value, replication);
    }

    /** The same with other settings as a secondary. */
    public Target replication(Replication value) {
        return new Target(name, nodes, topology, tls, credentials, timeouts, pool, value);
    }

    /** The same with another {@code ack}. */
    public Target ack(Ack value) {
        return replication(replication.withAck(value));
    }

    /** The same with another {@code sync}. */
    public Target sync(SyncMode value) {
        return replication(replication.withSync(value));
    }

    void check(Checks checks) {
        checks.require(NAME.matcher(name).matches(), "name", name, "a small letter, then small letters and digits");
        checks.require(!nodes.isEmpty(), "nodes", "none", "at least one host:port");
        for (Endpoint node : nodes) {
            checks.require(
                    !node.host().isEmpty() && node.port() >= 1 && node.port() <= 65_535,
                    "nodes",
                    node,
                    "host:port with a port from 1 to 65535");
        }
        checks.require(
                topology == TopologyKind.CLUSTER || nodes.size() <= 1,
                "nodes",
                nodes,
                "one node for topology standalone");
        if (tls != null) {
            tls.check(checks.in("tls"));
        }
        timeouts.check(checks.in("timeouts"));
        pool.check(checks.in("pool"));
        replication.check(checks);
    }
}
