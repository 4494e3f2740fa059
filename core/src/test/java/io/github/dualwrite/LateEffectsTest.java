package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TcpProxy;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;

/** Effects that reach a secondary when its state has moved on by itself, and replies that do not tell what happened. */
class LateEffectsTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private static LocalCluster one;
    private static LocalCluster single;
    private static LocalCluster two;

    @BeforeAll
    static void start() {
        one = LocalCluster.builder().name("cluster1").primaries(1).replicas(0).start();
        single = LocalCluster.builder().name("single").standalone().start();
        two = LocalCluster.builder().name("cluster2").primaries(1).replicas(0).start();
    }

    @AfterAll
    static void stop() {
        one.close();
        single.close();
        two.close();
    }

    @BeforeEach
    void empty() {
        one.flushAll();
        single.flushAll();
        two.flushAll();
    }

    /** The key ends while the effect is on its way: applied to nothing, it would make a key that never ends. */
    private static void keyEndsBeforeItsEffectArrives(Consumer<JedisCluster> prepare, Consumer<JedisCluster> delta) {
        try (TcpProxy proxy = TcpProxy.to(single.nodes().get(0));
                DualWrite dualWrite = accounts.watch(DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Clusters.quick(Target.standalone("single", proxy.endpoint()))
                                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)))
                        .build());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            prepare.accept(jedis);
            jedis.pexpire("key", 500);
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            proxy.latency(Duration.ofMillis(700));
            delta.accept(jedis);
            assertThat(jedis.pttl("key")).as("the delta met the key").isPositive();
            Awaitility.await().atMost(Clusters.SOON).until(() -> !jedis.exists("key"));
            proxy.pass();
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            Awaitility.await("the key has ended on the secondary, too")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> DataSet.of(single).size() == 0);
        }
    }

    @Test
    void aFieldOfAHashThatEnds() {
        keyEndsBeforeItsEffectArrives(jedis -> jedis.hset("key", "a", "1"), jedis -> jedis.hset("key", "b", "2"));
    }

    @Test
    void aMemberOfASetThatEnds() {
        keyEndsBeforeItsEffectArrives(jedis -> jedis.sadd("key", "a"), jedis -> jedis.sadd("key", "b"));
    }

    @Test
    void aCounterThatEndsAtZero() {
        keyEndsBeforeItsEffectArrives(jedis -> jedis.set("key", "0"), jedis -> jedis.incr("key"));
    }

    /** Its time to live runs out while the transaction waits in the lane, so its first command is sent as a removal. */
    @Test
    void aTransactionWhoseKeyEndsOnTheWay() {
        try (DualWrite dualWrite = accounts.watch(DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Clusters.quick(Target.standalone("single", single.seeds()[0]))
                                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)))
                        .build());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            Awaitility.await().until(() -> Clusters.isHeard(dualWrite));
            single.nodes().get(0).command("CLIENT", "PAUSE", "1000", "WRITE");
            jedis.set("{key}ahead", "v");
            Awaitility.await().until(() -> dualWrite.status().get(0).lag().toMillis() > 50);
            try (Connection connection = jedis.getConnectionFromSlot(0)) {
                connection.executeCommand(Protocol.Command.MULTI);
                connection.executeCommand(new CommandArguments(Protocol.Command.PSETEX)
                        .key("key")
                        .add(300)
                        .add("0"));
                connection.executeCommand(new CommandArguments(Protocol.Command.INCR).key("key"));
                connection.executeCommand(Protocol.Command.EXEC);
            }
            Awaitility.await().atMost(Clusters.SOON).until(() -> !jedis.exists("key"));
            Clusters.assertEqual(dualWrite, one, single);
        }
    }

    @Test
    void aKeyThatArrivesAfterItsForgottenRemoval() {
        Target target = Clusters.impatient("cluster2", two).timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5));
        target = target.replication(
                target.replication().withLanes(Lanes.ofDefaults().withCount(1).withLimits(2, 1 << 20, 1_024)));
        try (DualWrite dualWrite = accounts.watch(DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(target)
                        .build());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            two.nodes().get(0).command("CLIENT", "PAUSE", "1500", "WRITE");
            jedis.set("key", "v");
            for (int i = 0; i < 20; i++) {
                jedis.set("filling:" + i, "v");
            }
            jedis.del("key");
            assertThat(dualWrite.status().get(0).dirtySlots()
                            + dualWrite.status().get(0).syncingSlots())
                    .isPositive();
            Clusters.assertEqual(dualWrite, one, two);
        }
    }
}
