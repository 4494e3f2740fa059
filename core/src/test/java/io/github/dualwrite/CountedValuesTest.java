package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.verify.VerifyOptions;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisCluster;

/** {@code PFCOUNT} of one key is a read to its caller, and stores the count in the key's value. */
class CountedValuesTest {

    @Test
    void aCountThatWasStoredOnThePrimaryIsStoredEverywhere() {
        try (LocalCluster one = cluster("cluster1");
                LocalCluster two = cluster("cluster2");
                DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Clusters.quick(Target.cluster("cluster2", two.seeds())))
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            jedis.pfadd("visitors", "a", "b", "c");
            // agreed before the count: a copy made after it would carry the count by itself
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(jedis.pfcount("visitors")).isEqualTo(3);
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(dualWrite.verify(VerifyOptions.ofDefaults()))
                    .allSatisfy(report -> assertThat(report.isEqual()).isTrue());
        }
    }

    private static LocalCluster cluster(String name) {
        return LocalCluster.builder().name(name).primaries(1).replicas(0).start();
    }
}
