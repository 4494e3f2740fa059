package io.github.dualwrite.spring.properties;

import io.github.dualwrite.config.TopologyKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the clusters are, for who knows it better than the properties: test containers, a service registry. What a cluster has here takes the place of
 * its nodes, topology, credentials and TLS in the properties; everything else of it stays what the properties say. There may be several beans, each
 * with clusters of its own.
 */
public interface DualWriteConnectionDetails extends ConnectionDetails {

    /** The clusters by name; together with those of the properties. */
    Map<String, Cluster> getClusters();

    /** The primary's name, or {@code null} to leave it to the properties. */
    default @Nullable String getPrimary() {
        return null;
    }

    /**
     * Where one cluster is.
     *
     * @param nodes any nodes, as {@code host:port}
     * @param topology cluster or single server
     * @param username the ACL user, or {@code null}
     * @param password the password, or {@code null} for none
     * @param sslBundle encryption, or {@code null} for none
     */
    record Cluster(
            List<String> nodes,
            TopologyKind topology,
            @Nullable String username,
            @Nullable String password,
            @Nullable SslBundle sslBundle) {

        /** A plain cluster without a password. */
        public static Cluster of(String... nodes) {
            return new Cluster(List.of(nodes), TopologyKind.CLUSTER, null, null, null);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Cluster[nodes=" + nodes + ", topology=" + topology + "]";
        }
    }
}
