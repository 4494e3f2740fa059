package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;

/**
 * One node of a secondary is away, with nobody to take over. Its slots wait for it; the writes of all others go on being confirmed, however much
 * gathers for the node that is away. The dirty keys are so few here that what gathers would take all of their room: then a key of another slot that
 * has to be copied would find none. That happens until somebody knows that the node is away: then those that wait leave their room, and a pass
 * over the slots of others mends what was forgotten meanwhile. Seen to fail when what waits for a node may take all of the room, when it does not
 * leave, and when a pass waits for every node.
 */
@Tag("patient")
class OneNodeAwayTest {

    private static final int ELSEWHERE = 50;
    private static final int THERE = 400;

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private static LocalCluster one;
    private static LocalCluster three;

    @BeforeAll
    static void start() {
        one = LocalCluster.builder().name("primary").primaries(1).replicas(0).start();
        three = LocalCluster.builder()
                .name("secondary")
                .primaries(3)
                .replicas(0)
                .config("cluster-require-full-coverage", "no")
                .start();
    }

    @AfterAll
    static void stop() {
        one.close();
        three.close();
    }

    @Test
    void aNodeThatWasKilled() {
        othersGoOn(LocalNode::kill, node -> {
            node.restart();
            three.awaitOk();
        });
    }

    @Test
    void aNodeThatIsFrozen() {
        othersGoOn(LocalNode::freeze, LocalNode::thaw);
    }

    private static void othersGoOn(Consumer<LocalNode> away, Consumer<LocalNode> back) {
        one.flushAll();
        three.flushAll();
        Target target = Clusters.impatient("secondary", three);
        target = target.replication(
                target.replication().withLanes(Lanes.ofDefaults().withLimits(4_096, 1 << 20, 32 << 10)));
        try (DualWrite dualWrite = accounts.watch(DualWrite.builder()
                        .primary(Target.cluster("primary", one.seeds()))
                        .secondary(target)
                        .build());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            Awaitility.await().until(() -> Clusters.isHeard(dualWrite));
            LocalNode node = three.primaryOf(0);
            List<String> elsewhere = keys(false, ELSEWHERE);
            elsewhere.forEach(key -> jedis.rpush(key, "first"));
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            away.accept(node);
            try {
                keys(true, THERE) // more than the set holds, before anybody may know
                        .forEach(key -> jedis.eval("redis.call('SET', KEYS[1], 'v')", 1, key));
                elsewhere.forEach(key -> jedis.eval("redis.call('RPUSH', KEYS[1], 'while full')", 1, key));
                Awaitility.await()
                        .atMost(Clusters.SOON)
                        .until(() -> !dualWrite.status().get(0).nodesDown().isEmpty());
                keys(true, THERE).forEach(key -> jedis.set(key, "w"));
                for (int round = 0; round < 10; round++) {
                    long before = confirmed(dualWrite);
                    elsewhere.forEach(key -> jedis.rpush(key, "more"));
                    Awaitility.await("round " + round + " is confirmed")
                            .atMost(Clusters.SOON)
                            .untilAsserted(() -> assertThat(confirmed(dualWrite) - before)
                                    .as("%s", dualWrite.status())
                                    .isGreaterThanOrEqualTo(ELSEWHERE));
                }
                Awaitility.await("passes over what was forgotten of the others")
                        .atMost(Clusters.SOON)
                        .until(() -> areOthersSynced(dualWrite));
                for (int copy = 0; copy < 3; copy++) { // whatever has to be copied meanwhile finds room
                    String key = elsewhere.get(copy);
                    jedis.eval("redis.call('SET', KEYS[1], ARGV[1])", 1, key, "copied");
                    Awaitility.await("a copy elsewhere")
                            .atMost(Clusters.SOON)
                            .untilAsserted(
                                    () -> assertThat(three.primaryOf(slot(key)).text("TYPE", key))
                                            .as("%s", dualWrite.status())
                                            .isEqualTo("string"));
                }
            } finally {
                back.accept(node);
            }
            Clusters.assertEqual(dualWrite, one, three);
        }
    }

    private static long confirmed(DualWrite dualWrite) {
        Account.Snapshot account = dualWrite.status().get(0).account();
        return account.applied() + account.repaired();
    }

    private static boolean areOthersSynced(DualWrite dualWrite) {
        SlotStates.State[] states = dualWrite.engine().slotStates("secondary");
        return Arrays.stream(states, SlotMap.SLOTS / 3 + 1, SlotMap.SLOTS).allMatch(SlotStates.State.SYNCED::equals);
    }

    /** The first node owns the first third of the slots. */
    private static List<String> keys(boolean there, int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            String key = "key:" + i;
            if (there ? slot(key) < SlotMap.SLOTS / 3 : slot(key) > SlotMap.SLOTS / 3 + 1) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static int slot(String key) {
        return Slots.of(key.getBytes(StandardCharsets.UTF_8));
    }
}
