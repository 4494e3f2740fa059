package io.github.dualwrite.spring.properties;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Messages;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.TopologyKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One cluster. The annotation is for the metadata alone, which would otherwise say no more of a map's values than their type; {@code name} stands
 * for the cluster's name.
 *
 * @param nodes Any nodes of the cluster as host:port, or its configuration end point.
 * @param topology Whether it is a cluster or a single server. The primary must be a cluster.
 * @param tls Encryption.
 * @param username ACL user; none for servers that know only a password.
 * @param password Password.
 * @param credentialsProvider Name of a CredentialsProvider bean, asked for each connection.
 * @param timeouts How long to wait.
 * @param pool Connections per node, on the primary.
 * @param ack Whether callers wait until this secondary has confirmed.
 * @param sync What is known of its data at the start: auto copies what exists by itself, manual when told, assume-synced never.
 * @param lanes How writes are queued for this secondary.
 * @param bulkhead What may be in flight to this secondary.
 * @param retry Connection attempts and transient replies.
 * @param pace Speed of background copying.
 * @param audit Comparison of recently written keys.
 * @param fleet How the processes that write to this secondary hear of each other.
 * @param recent Keys confirmed lately, to be copied again when a server has forgotten them.
 * @param messages Whether what is published on the primary is published on this secondary, too (forwarded), or not (ignored).
 */
@ConfigurationProperties("dualwrite.clusters.name")
public record ClusterProperties(
        @DefaultValue List<String> nodes,
        @DefaultValue("cluster") TopologyKind topology,
        @DefaultValue Tls tls,
        @Nullable String username,
        @Nullable String password,
        @Nullable String credentialsProvider,
        @DefaultValue Timeouts timeouts,
        @DefaultValue Pool pool,
        @DefaultValue("async") Ack ack,
        @DefaultValue("auto") SyncMode sync,
        @DefaultValue Lanes lanes,
        @DefaultValue Bulkhead bulkhead,
        @DefaultValue Retry retry,
        @DefaultValue Pace pace,
        @DefaultValue Audit audit,
        @DefaultValue Fleet fleet,
        @DefaultValue Recent recent,
        @DefaultValue("ignored") Messages messages) {

    /** Without the password. */
    @Override
    public String toString() {
        return "ClusterProperties[nodes=" + nodes + ", topology=" + topology + "]";
    }

    /**
     * Encryption. Trust comes from a bundle, from files, or, with neither, from the Java platform.
     *
     * @param enabled Whether connections are encrypted; implied by every other setting of tls.
     * @param bundle Name of an SSL bundle (spring.ssl.bundle). A bundle that is reloaded serves the next connections.
     * @param ca File of PEM certificates to trust.
     * @param trustStore PKCS#12 or JKS file of certificates to trust.
     * @param trustStorePassword Password of the trust store.
     * @param clientCertificate PEM chain that is shown to the server.
     * @param clientKey Its key, PKCS#8 PEM, not encrypted.
     * @param verify Whether the certificate must be one that is trusted; otherwise anybody can stand in between. A bundle decides that itself.
     * @param verifyHostname Whether the certificate must be for the host that is connected to.
     */
    public record Tls(
            @Nullable Boolean enabled,
            @Nullable String bundle,
            @Nullable Path ca,
            @Nullable Path trustStore,
            @Nullable String trustStorePassword,
            @Nullable Path clientCertificate,
            @Nullable Path clientKey,
            @DefaultValue("true") boolean verifyHostname,
            @DefaultValue("true") boolean verify) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Tls[bundle=" + bundle + ", verifyHostname=" + verifyHostname + "]";
        }
    }

    /**
     * How long to wait.
     *
     * @param connect For a connection, TLS and authentication included.
     * @param command For a reply.
     */
    public record Timeouts(
            @DefaultValue("2s") Duration connect,
            @DefaultValue("2s") Duration command) {}

    /**
     * Connections per node, on the primary.
     *
     * @param maxTotal Most connections of one node.
     * @param maxIdle Most idle ones.
     * @param minIdle Fewest idle ones.
     * @param maxWait How long a caller waits for a connection.
     */
    public record Pool(
            @DefaultValue("8") int maxTotal,
            @DefaultValue("8") int maxIdle,
            @DefaultValue("0") int minIdle,
            @DefaultValue("2s") Duration maxWait) {}

    /**
     * How writes are queued for one secondary.
     *
     * @param count Lanes, a thread each.
     * @param linger How long a lane waits for more between two batches that are not full.
     * @param maxBatch Most effects sent together.
     * @param maxEntries Most effects queued; more become dirty keys.
     * @param maxBytes Most bytes of queued effects; more become dirty keys.
     * @param maxDirtyBytes Most bytes of dirty keys; more become dirty slots.
     */
    public record Lanes(
            @DefaultValue("1") int count,
            @DefaultValue("700us") Duration linger,
            @DefaultValue("4096") int maxBatch,
            @DefaultValue("65536") int maxEntries,
            @DefaultValue("64MB") DataSize maxBytes,
            @DefaultValue("64MB") DataSize maxDirtyBytes) {}

    /**
     * What may be in flight to one secondary.
     *
     * @param maxConcurrent Most effects in flight; more become dirty keys.
     */
    public record Bulkhead(@DefaultValue("65536") int maxConcurrent) {}

    /**
     * Connection attempts and transient replies.
     *
     * @param maxAttempts Attempts in one go.
     * @param initialWait Wait before the second attempt.
     * @param multiplier Of each further wait.
     * @param maxWait Longest wait.
     */
    public record Retry(
            @DefaultValue("5") int maxAttempts,
            @DefaultValue("50ms") Duration initialWait,
            @DefaultValue("2") double multiplier,
            @DefaultValue("1s") Duration maxWait) {}

    /**
     * Speed of background copying.
     *
     * @param keysPerSecond Keys.
     * @param bytesPerSecond Bytes of values.
     */
    public record Pace(
            @DefaultValue("5000") int keysPerSecond,
            @DefaultValue("16MB") DataSize bytesPerSecond) {}

    /**
     * Comparison of recently written keys with the primary.
     *
     * @param share Share of all keys, from 0 to 1.
     * @param delay From the write to the comparison.
     */
    public record Audit(
            @DefaultValue("0.01") double share,
            @DefaultValue("2s") Duration delay) {}

    /**
     * How the processes that write to one secondary hear of each other.
     *
     * @param enabled Off only where a single process writes.
     * @param channel Channel of the secondary; the same for all processes.
     * @param presence A process without a sign of life for so long has vanished; the same for all processes.
     */
    public record Fleet(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("dualwrite:frames") String channel,
            @DefaultValue("15s") Duration presence) {}

    /**
     * Keys confirmed lately, to be copied again when a server has forgotten them.
     *
     * @param window How far replication inside a cluster may trail.
     * @param maxBytes Most bytes of those keys; of more, whole slots are copied again.
     */
    public record Recent(
            @DefaultValue("60s") Duration window,
            @DefaultValue("16MB") DataSize maxBytes) {}
}
