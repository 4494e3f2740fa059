package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The primary fails in every way that it can: a plain client of it and the facade throw the same, by type, message and causes. They ask one after the
 * other, of one and the same cluster.
 */
@Tag("patient")
class FailuresTest {

    private static final int PATIENT_MILLIS = 1_000;

    /** Where every call to the node is over its time whatever the machine is busy with. */
    private static final int IMPATIENT_MILLIS = 250;

    private static final Pattern ADDRESS =
            Pattern.compile("(localhost)?/?127\\.0\\.0\\.1:\\d+|0x[0-9A-F]+|PT[0-9.]+S|L:\\S+ - R:\\S+");

    private static final Map<String, Function<JedisCluster, Object>> CALLS = FailingCalls.all();
    private static final Map<String, Function<JedisCluster, Object>> WAYS = FailingCalls.ways();

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster one;
    private LocalCluster two;
    private DualWrite dualWrite;
    private JedisCluster plain;
    private JedisCluster facade;

    @BeforeEach
    void open() {
        one = facades.one();
        two = facades.two();
        open(PATIENT_MILLIS);
    }

    private void open(int millis) {
        Target target =
                Target.cluster("cluster1", one.seeds()).timeouts(Duration.ofMillis(millis), Duration.ofMillis(millis));
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
                        .connectionTimeoutMillis(millis)
                        .socketTimeoutMillis(millis)
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
    }

    private LocalNode node() {
        return one.primaryOf(JedisClusterCRC16.getSlot(FailingCalls.KEY));
    }

    /** Returns how many calls failed. */
    private int compare(Map<String, Function<JedisCluster, Object>> calls) {
        return compare(calls, () -> {});
    }

    private int compare(Map<String, Function<JedisCluster, Object>> calls, Runnable before) {
        int failed = 0;
        for (Map.Entry<String, Function<JedisCluster, Object>> call : calls.entrySet()) {
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
        int failed = compare(CALLS, () -> {
            plainly("DEL", FailingCalls.KEY);
            plainly("SADD", FailingCalls.KEY, "member");
        });
        assertThat(failed).isGreaterThan(CALLS.size() / 2);
        Clusters.assertEqual(dualWrite, one, two);
    }

    private void plainly(String... words) {
        node().command(words);
        dualWrite.engine().mark("cluster2", Values.ascii(FailingCalls.KEY));
    }

    @Test
    void theSlotHasMovedAndTheAttemptsAreUsedUp() {
        int slot = JedisClusterCRC16.getSlot(FailingCalls.KEY);
        int failed = compare(WAYS, () -> {
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
            jedis.exists(FailingCalls.KEY);
            return true;
        });
    }

    @Test
    void thePoolIsExhausted() {
        Connection fromPlain = plain.getConnectionFromSlot(JedisClusterCRC16.getSlot(FailingCalls.KEY));
        Connection fromFacade = facade.getConnectionFromSlot(JedisClusterCRC16.getSlot(FailingCalls.KEY));
        assertThat(compare(CALLS)).isEqualTo(CALLS.size());
        fromPlain.close();
        fromFacade.close();
        compare(WAYS, () -> plainly("DEL", FailingCalls.KEY));
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void thePrimaryForbidsIt() {
        node().command("ACL", "SETUSER", "default", "-@write", "-@scripting", "-multi");
        try {
            assertThat(compare(CALLS)).isGreaterThan(CALLS.size() / 2);
        } finally {
            node().command("ACL", "SETUSER", "default", "+@all");
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isZero();
    }

    @Test
    void thePrimaryIsOutOfMemory() {
        one.nodes().forEach(node -> node.command("CONFIG", "SET", "maxmemory", "1"));
        try {
            assertThat(compare(CALLS)).isGreaterThan(CALLS.size() / 2);
        } finally {
            one.nodes().forEach(node -> node.command("CONFIG", "SET", "maxmemory", "0"));
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isZero();
    }

    @Test
    void nobodyServesTheSlot() {
        String slot = String.valueOf(JedisClusterCRC16.getSlot(FailingCalls.KEY));
        LocalNode owner = node();
        learnWhereTheSlotIs(plain);
        learnWhereTheSlotIs(facade);
        owner.command("CLUSTER", "DELSLOTS", slot);
        try {
            assertThat(compare(WAYS)).isGreaterThan(WAYS.size() / 2);
        } finally {
            owner.command("CLUSTER", "ADDSLOTS", slot);
        }
        one.awaitOk();
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void theNodeDoesNotAnswerInTime() {
        close();
        open(IMPATIENT_MILLIS);
        learnWhereTheSlotIs(plain);
        learnWhereTheSlotIs(facade);
        node().freeze();
        try {
            assertThat(compare(WAYS)).isPositive();
        } finally {
            one.nodes().forEach(LocalNode::thaw);
        }
        one.awaitOk();
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void theNodeIsDead() {
        plain.set(FailingCalls.KEY, "1");
        facade.set(FailingCalls.KEY, "1");
        LocalNode dead = node();
        dead.kill();
        try {
            assertThat(compare(WAYS)).isPositive();
        } finally {
            dead.restart();
            one.awaitOk();
        }
        Clusters.assertEqual(dualWrite, one, two);
    }
}
