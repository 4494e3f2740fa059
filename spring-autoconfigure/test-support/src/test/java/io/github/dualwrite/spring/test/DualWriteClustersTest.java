package io.github.dualwrite.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The clusters of the annotation are the application's, whatever nodes its properties name. */
@SpringBootTest(
        classes = App.class,
        properties = {
            "dualwrite.primary=other",
            "dualwrite.clusters.cluster1.nodes=nowhere.invalid:6379",
            "dualwrite.clusters.cluster2.lanes.count=3"
        })
@DualWriteClusters(secondaries = {"cluster2", "cluster3"})
class DualWriteClustersTest {

    @Autowired
    private TestClusters clusters;

    @Autowired
    private DualWrite dualWrite;

    @Autowired
    private StringRedisTemplate template;

    @Test
    void theApplicationWritesToThem() {
        assertThat(dualWrite.config().primary().name()).isEqualTo("cluster1");
        assertThat(dualWrite.config().secondaries()).extracting(Target::name).containsExactly("cluster2", "cluster3");
        assertThat(dualWrite.config().secondaries().get(0).replication().lanes().count())
                .isEqualTo(3);
        template.opsForValue().set("a", "1");
        clusters.assertEqual(dualWrite, Duration.ofSeconds(60));
        assertThat(clusters.get("cluster3").size()).isPositive();
    }

    @Test
    void aDifferenceIsSaid() {
        template.opsForValue().set("b", "1");
        clusters.assertEqual(dualWrite, Duration.ofSeconds(60));
        clusters.get("cluster2").flushAll();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> clusters.assertEqual(dualWrite, Duration.ofSeconds(60)))
                .withMessageContaining("cluster2 differs from cluster1");
        template.delete("b");
    }
}
