package io.github.dualwrite.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** A real container; skipped where Docker does not answer. */
class ClustersContainerTest {

    private static String node(ClustersContainer container, String name) {
        return Objects.requireNonNull(container.clusters().get(name)).nodes().get(0);
    }

    @Test
    @SuppressWarnings("deprecation") // JedisCluster
    void theServersAreClustersThatThisMachineReaches() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "skipped: Docker does not answer");
        try (ClustersContainer container = new ClustersContainer("cluster1", "cluster2")) {
            container.start();
            try (DualWrite dualWrite = DualWrite.builder()
                            .primary(Target.cluster("cluster1", node(container, "cluster1")))
                            .secondary(Target.cluster("cluster2", node(container, "cluster2")))
                            .build();
                    JedisCluster jedis = dualWrite.jedisCluster();
                    JedisCluster other = new JedisCluster(HostAndPort.from(node(container, "cluster2")))) {
                jedis.set("a", "1");
                assertThat(dualWrite.awaitAgreement(Duration.ofSeconds(60))).isTrue();
                assertThat(other.get("a")).isEqualTo("1");
            }
        }
    }
}
