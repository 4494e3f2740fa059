package io.github.dualwrite.spring.test;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.properties.DualWriteConnectionDetails;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clusters of {@link DualWriteClusters}, as a bean. */
public final class TestClusters implements DualWriteConnectionDetails, AutoCloseable {

    private static final Duration TTL_TOLERANCE = Duration.ofMillis(1_500);

    private final String primary;
    private final Map<String, LocalCluster> clusters;

    private TestClusters(String primary, Map<String, LocalCluster> clusters) {
        this.primary = primary;
        this.clusters = clusters;
    }

    static TestClusters start(String primary, List<String> secondaries, int nodes) {
        Map<String, LocalCluster> clusters = new LinkedHashMap<>();
        TestClusters all = new TestClusters(primary, clusters);
        try {
            clusters.put(primary, cluster(primary, nodes));
            secondaries.forEach(name -> clusters.put(name, cluster(name, nodes)));
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private static LocalCluster cluster(String name, int nodes) {
        return LocalCluster.builder().name(name).primaries(nodes).replicas(0).start();
    }

    /** A cluster by its name. */
    public LocalCluster get(String name) {
        LocalCluster cluster = clusters.get(name);
        if (cluster == null) {
            throw new IllegalArgumentException("cluster: " + name + " (expected: one of " + clusters.keySet() + ")");
        }
        return cluster;
    }

    /**
     * Waits until nothing is known to differ, reads everything, and compares.
     *
     * @throws AssertionError if a cluster differs from the primary, with what differs, or if the time is over
     */
    public void assertEqual(DualWrite dualWrite, Duration timeout) {
        if (!dualWrite.awaitAgreement(timeout)) {
            throw new AssertionError("no agreement within " + timeout + ": " + dualWrite.status());
        }
        DataSet expected = DataSet.of(get(primary));
        clusters.forEach((name, cluster) -> {
            List<String> differences = expected.differences(DataSet.of(cluster), TTL_TOLERANCE);
            if (!differences.isEmpty()) {
                throw new AssertionError(name + " differs from " + primary + ": " + differences);
            }
        });
    }

    @Override
    public String getPrimary() {
        return primary;
    }

    @Override
    public Map<String, Cluster> getClusters() {
        Map<String, Cluster> details = new LinkedHashMap<>();
        clusters.forEach((name, cluster) -> details.put(name, Cluster.of(cluster.seeds())));
        return details;
    }

    /** Ends the servers. */
    @Override
    public void close() {
        clusters.values().forEach(LocalCluster::close);
    }
}
