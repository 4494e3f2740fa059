package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.TcpProxy;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;

/** A secondary that is down, dies, freezes or cannot keep up is never felt, and has everything in the end. */
@Tag("patient")
class SecondaryFaultsTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private LocalCluster one;
    private LocalCluster two;

    @BeforeEach
    void start() {
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").replicas(0).start();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private DualWrite dualWrite() {
        return accounts.watch(DualWrite.builder()
                .primary(Target.cluster("cluster1", one.seeds()))
                .secondary(Clusters.impatient("cluster2", two))
                .build());
    }

    @Test
    void aSecondaryThatIsDownAtTheStartGetsEverythingWhenItComes() {
        two.nodes().forEach(LocalNode::kill);
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, 0, 500);
            SecondaryStatus status = dualWrite.status().get(0);
            assertThat(status.trouble()).contains("cluster2");
            assertThat(status.account().dirty()).isEqualTo(500);
            two.nodes().forEach(LocalNode::restart);
            two.awaitOk();
            write(jedis, 500, 1000);
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(dualWrite.status().get(0).trouble()).isNull();
        }
    }

    @Test
    void aSecondaryThatIsKilledAndRestartedEmptyMidLoadCatchesUpByItself() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, 0, 1000);
            LocalNode node = two.nodes().get(0);
            // its data must survive: what a server forgets is another test's matter
            node.command("SAVE");
            node.kill();
            write(jedis, 1000, 2000);
            assertThat(dualWrite.status().get(0).nodesDown()).isNotEmpty();
            node.restart();
            two.awaitOk();
            write(jedis, 2000, 3000);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    @Test
    void aFrozenSecondaryIsNotFeltAndCatchesUp() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, 0, 200);
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            two.nodes().forEach(LocalNode::freeze);
            long before = System.nanoTime();
            write(jedis, 200, 3000);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
            Awaitility.await()
                    .atMost(Clusters.SOON)
                    .until(() -> dualWrite.status().get(0).nodesDown().size() == 2);
            two.nodes().forEach(LocalNode::thaw);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    @Test
    void connectionsThatBreakCostACopyAndNothingElse() {
        try (TcpProxy proxy = TcpProxy.to(two.nodes().get(0));
                LocalCluster single =
                        LocalCluster.builder().name("single").standalone().start();
                TcpProxy toSingle = TcpProxy.to(single.nodes().get(0));
                DualWrite dualWrite = accounts.watch(DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Clusters.quick(Target.standalone("single", toSingle.endpoint())))
                        .build());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(proxy.port()).isPositive();
            for (int round = 0; round < 10; round++) {
                write(jedis, round * 200, (round + 1) * 200);
                toSingle.reset();
            }
            Clusters.assertEqual(dualWrite, one, single);
        }
    }

    @Test
    void aFullLaneAndAFullDirtySetTurnIntoDirtySlotsAndNothingIsLost() {
        Target tiny = Clusters.impatient("cluster2", two);
        tiny = tiny.replication(tiny.replication().withLanes(Lanes.ofDefaults().withLimits(4, 2_048, 16_384)));
        try (DualWrite dualWrite = accounts.watch(DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(tiny)
                        .build());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            two.nodes().forEach(LocalNode::freeze);
            write(jedis, 0, 3000);
            SecondaryStatus frozen = dualWrite.status().get(0);
            assertThat(frozen.dirtyBytes()).isLessThanOrEqualTo(16_384 + 1_024);
            assertThat(frozen.dirtySlots() + frozen.syncingSlots()).isPositive();
            two.nodes().forEach(LocalNode::thaw);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    private static void write(JedisCluster jedis, int from, int to) {
        for (int i = from; i < to; i++) {
            switch (i % 5) {
                case 0 -> jedis.set("string:" + i % 300, "v" + i);
                case 1 -> jedis.incr("counter:" + i % 50);
                case 2 -> jedis.rpush("list:" + i % 40, "e" + i);
                case 3 -> jedis.setex("expires:" + i % 100, 1_000, "v" + i);
                default -> jedis.del("string:" + i % 100);
            }
        }
    }
}
