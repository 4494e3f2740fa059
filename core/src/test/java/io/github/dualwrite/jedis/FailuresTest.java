package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The primary fails in every way that it can: a plain client of it and the facade throw the same, by type, message and causes. They ask one after the
 * other, of one and the same cluster.
 */
class FailuresTest {

    private static final int MILLIS = 1_000;
    private static final Pattern ADDRESS =
            Pattern.compile("(localhost)?/?127\\.0\\.0\\.1:\\d+|0x[0-9A-F]+|PT[0-9.]+S|L:\\S+ - R:\\S+");

    private static final Map<String, Function<JedisCluster, Object>> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put("set", jedis -> jedis.set("k", "v"));
        CALLS.put("get", jedis -> jedis.get("k"));
        CALLS.put("incr", jedis -> jedis.incr("k"));
        CALLS.put("lpush", jedis -> jedis.lpush("k", "x"));
        CALLS.put("eval", jedis -> jedis.eval("return redis.call('incr', KEYS[1])", 1, "k"));
        CALLS.put("evalsha", jedis -> jedis.evalsha("0123456789012345678901234567890123456789", 1, "k"));
        CALLS.put("mset", jedis -> jedis.mset("k", "1", "other", "2"));
        CALLS.put("blpop", jedis -> jedis.blpop(0.05, "k"));
        CALLS.put("pipeline", FailuresTest::pipeline);
        CALLS.put("connection", FailuresTest::connection);
    }

    private LocalCluster one;
    private LocalCluster two;
    private DualWrite dualWrite;
    private JedisCluster plain;
    private JedisCluster facade;

    @BeforeEach
    void open() {
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").replicas(0).start();
        Target target =
                Target.cluster("cluster1", one.seeds()).timeouts(Duration.ofMillis(MILLIS), Duration.ofMillis(MILLIS));
        target = target.pool(new Pool(1, 1, 0, Duration.ofMillis(50)));
        dualWrite = DualWrite.builder()
                .primary(target)
                .secondary(Clusters.impatient("cluster2", two))
                .build();
        facade = dualWrite
                .jedis()
                .jedisClusterBuilder(settings -> {})
                .maxAttempts(1)
                .build();
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(1);
        pool.setMaxIdle(1);
        pool.setMaxWait(Duration.ofMillis(50));
        plain = JedisCluster.builder()
                .nodes(Set.of(new HostAndPort("127.0.0.1", one.nodes().get(0).port())))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .protocol(RedisProtocol.RESP2)
                        .connectionTimeoutMillis(MILLIS)
                        .socketTimeoutMillis(MILLIS)
                        .build())
                .poolConfig(pool)
                .maxAttempts(1)
                .build();
    }

    @AfterEach
    void close() {
        plain.close();
        facade.close();
        dualWrite.close();
        one.close();
        two.close();
    }

    private static Object pipeline(JedisCluster jedis) {
        try (ClusterPipeline pipeline = jedis.pipelined()) {
            var response = pipeline.incr("k");
            pipeline.sync();
            return response.get();
        }
    }

    private static Object connection(JedisCluster jedis) {
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot("k"))) {
            connection.sendCommand(Protocol.Command.INCR, "k");
            return connection.getOne();
        }
    }

    private LocalNode node() {
        return one.primaryOf(JedisClusterCRC16.getSlot("k"));
    }

    /** Returns how many calls failed. */
    private int compare() {
        return compare(() -> {});
    }

    private int compare(Runnable before) {
        int failed = 0;
        for (Map.Entry<String, Function<JedisCluster, Object>> call : CALLS.entrySet()) {
            before.run();
            String expected = outcome(plain, call.getValue());
            before.run();
            String actual = outcome(facade, call.getValue());
            assertThat(actual).as(call.getKey()).isEqualTo(expected);
            failed += expected.startsWith("threw ") ? 1 : 0;
        }
        return failed;
    }

    private static String outcome(JedisCluster jedis, Function<JedisCluster, Object> call) {
        try {
            return Outcome.show(call.apply(jedis));
        } catch (RuntimeException e) {
            StringBuilder text = new StringBuilder("threw ");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(cause.getClass().getName())
                        .append(": ")
                        .append(ADDRESS.matcher(String.valueOf(cause.getMessage()))
                                .replaceAll("node"))
                        .append("; ");
            }
            return text.toString();
        }
    }

    @Test
    void wrongTypes() {
        int failed = compare(() -> {
            plainly("DEL", "k");
            plainly("SADD", "k", "member");
        });
        assertThat(failed).isGreaterThan(CALLS.size() / 2);
        Clusters.assertEqual(dualWrite, one, two);
    }

    private void plainly(String... words) {
        node().command(words);
        dualWrite.engine().mark("cluster2", Values.ascii("k"));
    }

    @Test
    void theSlotHasMovedAndTheAttemptsAreUsedUp() {
        int slot = JedisClusterCRC16.getSlot("k");
        int failed = compare(() -> {
            learnWhereTheSlotIs(plain);
            learnWhereTheSlotIs(facade);
            LocalNode from = node();
            LocalNode to = one.primaries().stream()
                    .filter(n -> n.port() != from.port())
                    .findFirst()
                    .orElseThrow();
            one.moveSlots(slot, slot, from, to);
        });
        assertThat(failed).isPositive();
        Clusters.assertEqual(dualWrite, one, two);
    }

    private static void learnWhereTheSlotIs(JedisCluster jedis) {
        await().ignoreExceptions().until(() -> {
            jedis.exists("k");
            return true;
        });
    }

    @Test
    void thePoolIsExhausted() {
        Connection fromPlain = plain.getConnectionFromSlot(JedisClusterCRC16.getSlot("k"));
        Connection fromFacade = facade.getConnectionFromSlot(JedisClusterCRC16.getSlot("k"));
        assertThat(compare()).isEqualTo(CALLS.size());
        fromPlain.close();
        fromFacade.close();
        compare(() -> plainly("DEL", "k"));
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void theNodeDoesNotAnswerInTime() {
        plain.set("k", "1");
        facade.set("k", "1");
        node().freeze();
        try {
            assertThat(compare()).isPositive();
        } finally {
            one.nodes().forEach(LocalNode::thaw);
        }
        one.awaitOk();
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void theNodeIsDead() {
        plain.set("k", "1");
        facade.set("k", "1");
        node().kill();
        assertThat(compare()).isPositive();
    }
}
