package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.Facades;
import io.github.dualwrite.jedis.Surface.Borrow;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
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

    @RegisterExtension
    static final Facades facades = new Facades();

    @ParameterizedTest
    @EnumSource
    void theSameCallsHaveTheSameOutcomes(RedisProtocol protocol) {
        long seed = Long.getLong("dualwrite.seed", 20_261_124) + protocol.ordinal();
        LocalCluster alone = facades.alone();
        LocalCluster one = facades.one();
        Scripted.prepare(alone);
        Scripted.prepare(one);
        try (JedisCluster plain = new JedisCluster(
                        Set.of(new HostAndPort("127.0.0.1", alone.nodes().get(0).port())),
                        DefaultJedisClientConfig.builder().protocol(protocol).build());
                JedisCluster facade = facades.dualWrite().jedisCluster(settings -> settings.protocol(protocol))) {
            int answered =
                    new Twin(JedisCluster.class, Borrow.from(plain), Borrow.from(facade)).call(seed, plain, facade);
            assertThat(answered).as("answered, seed %d", seed).isGreaterThan(Twin.CALLS / 4);
            assertThat(facades.assertEqual()).isPositive();
        }
    }
}
