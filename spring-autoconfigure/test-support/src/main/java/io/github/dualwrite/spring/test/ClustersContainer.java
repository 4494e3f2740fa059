package io.github.dualwrite.spring.test;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.github.dualwrite.spring.properties.DualWriteConnectionDetails.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * All clusters of a test in one container: a server each, which serves every slot and announces the address under which this machine reaches it. One
 * container, since Spring Boot takes one service connection of a kind. With it the clusters take the place of the nodes in the properties:
 *
 * <pre>{@code
 * @ServiceConnection
 * static final ClustersContainer CLUSTERS = new ClustersContainer("cluster1", "cluster2");
 * }</pre>
 */
public class ClustersContainer extends GenericContainer<ClustersContainer> {

    /** What runs unless another image is asked for. */
    public static final String IMAGE = "valkey/valkey:8.1";

    static final int FIRST_PORT = 6379;

    private static final String SERVER = "$(command -v valkey-server || command -v redis-server)";

    private final List<String> names;

    /** Clusters of {@value #IMAGE}. */
    public ClustersContainer(String primary, String... secondaries) {
        this(DockerImageName.parse(IMAGE), primary, secondaries);
    }

    /**
     * Clusters.
     *
     * @param image of Valkey or Redis
     * @param primary the name of the cluster that answers
     * @param secondaries the names of the others
     */
    @SuppressWarnings("this-escape") // as every container of Testcontainers is made
    public ClustersContainer(DockerImageName image, String primary, String... secondaries) {
        super(image);
        this.names = Stream.concat(Stream.of(primary), Stream.of(secondaries)).toList();
        withExposedPorts(ports().boxed().toArray(Integer[]::new));
        withCommand("sh", "-c", ports().mapToObj(ClustersContainer::server).collect(Collectors.joining(" ")) + " wait");
        waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", names.size()));
    }

    private static String server(int port) {
        return SERVER + " --port " + port + " --cluster-enabled yes --cluster-config-file nodes-" + port
                + ".conf --save '' --protected-mode no &";
    }

    private IntStream ports() {
        return IntStream.range(FIRST_PORT, FIRST_PORT + names.size());
    }

    /** The name of the cluster that answers. */
    public String primary() {
        return names.get(0);
    }

    /** Where each is, by its name. */
    public Map<String, Cluster> clusters() {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        ports().forEach(port ->
                clusters.put(names.get(port - FIRST_PORT), Cluster.of(getHost() + ":" + getMappedPort(port))));
        return clusters;
    }

    @Override
    protected void containerIsStarted(InspectContainerResponse container) {
        form();
    }

    /** Makes a cluster of each server. */
    final void form() {
        ports().forEach(port -> SingleNodeCluster.form(getHost(), getMappedPort(port)));
    }
}
