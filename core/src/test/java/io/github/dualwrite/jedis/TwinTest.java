package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.jedis.Surface.Borrow;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisProtocol;

/**
 * The same random sequence of calls on a plain client and on the facade: the same replies, the same exceptions with the same messages, call by call, and
 * afterwards the secondary equals the primary. Another sequence: {@code -Ddualwrite.seed=n}.
 */
class TwinTest {

    private static LocalCluster alone;
    private static LocalCluster one;
    private static LocalCluster two;

    @BeforeAll
    static void start() {
        alone = LocalCluster.builder().name("alone").replicas(0).start();
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
    }

    @AfterAll
    static void stop() {
        alone.close();
        one.close();
        two.close();
    }

    @ParameterizedTest
    @EnumSource
    void theSameCallsHaveTheSameOutcomes(RedisProtocol protocol) {
        long seed = Long.getLong("dualwrite.seed", 20_261_124) + protocol.ordinal();
        Scripted.prepare(alone);
        Scripted.prepare(one);
        alone.flushAll();
        one.flushAll();
        two.flushAll();
        try (JedisCluster plain = new JedisCluster(
                        Set.of(new HostAndPort("127.0.0.1", alone.nodes().get(0).port())),
                        DefaultJedisClientConfig.builder().protocol(protocol).build());
                DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Clusters.impatient("cluster2", two))
                        .build();
                JedisCluster facade = dualWrite.jedisCluster(settings -> settings.protocol(protocol))) {
            int answered =
                    new Twin(JedisCluster.class, Borrow.from(plain), Borrow.from(facade)).call(seed, plain, facade);
            assertThat(answered).as("answered, seed %d", seed).isGreaterThan(Twin.CALLS / 4);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }
}
