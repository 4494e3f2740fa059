package io.github.dualwrite.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.clients.jedis.Jedis;

/**
 * {@code @ServiceConnection}, and what makes a cluster of a container's server, on servers of this machine: all but Docker.
 * {@link ClustersContainerTest} runs a real container where Docker answers.
 */
@SpringBootTest(classes = App.class, properties = "dualwrite.clusters.cluster2.nodes=nowhere.invalid:6379")
class ServiceConnectionTest {

    private static final LocalCluster FIRST = withoutSlots("first");
    private static final LocalCluster SECOND = withoutSlots("second");

    @ServiceConnection
    static final ClustersContainer CLUSTERS = new WithoutDocker(List.of(FIRST, SECOND));

    @Autowired
    private DualWrite dualWrite;

    @Autowired
    private StringRedisTemplate template;

    /** As a container's server is at first. */
    private static LocalCluster withoutSlots(String name) {
        LocalCluster cluster =
                LocalCluster.builder().name(name).primaries(1).replicas(0).start();
        try (Jedis server = new Jedis("127.0.0.1", cluster.nodes().get(0).port())) {
            server.clusterFlushSlots();
        }
        return cluster;
    }

    @AfterAll
    static void stop() {
        FIRST.close();
        SECOND.close();
    }

    @Test
    void theApplicationWritesToTheClustersOfTheContainer() {
        assertThat(dualWrite.config().primary().name()).isEqualTo("cluster1");
        template.opsForValue().set("a", "1");
        template.opsForHash().put("b", "field", "2");
        assertThat(dualWrite.awaitAgreement(Duration.ofSeconds(60)))
                .as("agreement: %s", dualWrite.status())
                .isTrue();
        DataSet expected = DataSet.of(FIRST);
        assertThat(expected.size()).isEqualTo(2);
        assertThat(expected.differences(DataSet.of(SECOND), Duration.ZERO)).isEmpty();
    }

    /** A container whose servers run on this machine. */
    private static final class WithoutDocker extends ClustersContainer {

        private final List<LocalCluster> clusters;

        WithoutDocker(List<LocalCluster> clusters) {
            super("cluster1", "cluster2");
            this.clusters = clusters;
            form();
        }

        @Override
        public String getDockerImageName() {
            return IMAGE;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public String getHost() {
            return "127.0.0.1";
        }

        @Override
        public Integer getMappedPort(int inside) {
            return clusters.get(inside - FIRST_PORT).nodes().get(0).port();
        }
    }
}
