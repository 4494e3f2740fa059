package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.jedis.Values.Plan;
import io.github.dualwrite.testkit.LocalCluster;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
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

    private static final int CALLS = 3_000;
    private static final String[] TAGS = {"one", "two", "three", "four"};
    private static final String[] KINDS = {
        "string", "num", "hash", "list", "set", "zset", "stream", "geo", "hll", "missing"
    };

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
            int answered = call(new Random(seed), seed, plain, facade);
            assertThat(answered).as("answered, seed %d", seed).isGreaterThan(CALLS / 4);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    private static int call(Random random, long seed, JedisCluster plain, JedisCluster facade) {
        for (String tag : TAGS) {
            Surface.fixture(plain, tag);
            Surface.fixture(facade, tag);
        }
        List<Method> methods = Surface.methods(JedisCluster.class).stream()
                .filter(Exceptions::isRepeatable)
                .toList();
        int answered = 0;
        for (int i = 0; i < CALLS; i++) {
            Method method = methods.get(random.nextInt(methods.size()));
            String tag = TAGS[random.nextInt(TAGS.length)];
            Plan plan = plan(random, method.getName());
            Outcome expected = Outcome.of(plain, method, Values.of(method, plan, tag));
            Outcome actual = Outcome.of(facade, method, Values.of(method, plan, tag));
            if (!(actual.isRefused() && Exceptions.mayBeRefused(method.getName(), expected))) {
                assertThat(actual.text())
                        .as("seed %d, call %d: %s of %s %s", seed, i, method, tag, plan)
                        .isEqualTo(expected.text());
            }
            answered += expected.isAnswer() ? 1 : 0;
        }
        return answered;
    }

    /** Mostly the family that the method is for. */
    private static Plan plan(Random random, String name) {
        String kind = random.nextInt(4) > 0 ? Fixture.kinds(name).get(0) : KINDS[random.nextInt(KINDS.length)];
        List<Integer> keys = List.of(1, 1, 1, 2, Values.ALL, Values.EVERY_SECOND);
        return new Plan(kind, keys.get(random.nextInt(keys.size())), random.nextInt(Values.palettes()));
    }
}
