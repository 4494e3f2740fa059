package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.account.Account;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.JedisCluster;

/**
 * Frames while nodes of the secondary are away, fail over, or hand over slots; and while the primary fails over. With
 * {@code -Ddualwrite.test.fleet-faults=all} all shards fail over, one after the other, and slots move, too.
 */
@Tag("patient")
class FleetFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What happens while two processes overwrite the same keys. */
    private interface Event {
        void happen(LocalCluster primary, LocalCluster secondary) throws Exception;
    }

    @Test
    void aNodeThatIsAwayPutsOnlyItsOwnSlotsInDoubt() {
        try (LocalCluster one =
                        LocalCluster.builder().name("cluster1").replicas(0).start();
                LocalCluster two = LocalCluster.builder()
                        .name("cluster2")
                        .primaries(3)
                        .config("cluster-require-full-coverage", "no")
                        .replicas(0)
                        .start();
                DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Clusters.impatient("cluster2", two))
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(SOON))
                    .as("%s", dualWrite.status())
                    .isTrue();
            await().atMost(SOON).until(() -> Clusters.isHeard(dualWrite));
            LocalNode away = two.primaryOf(0);
            List<String> elsewhere = new ArrayList<>();
            List<String> there = new ArrayList<>();
            for (int i = 0; elsewhere.size() < 300 || there.size() < 100; i++) {
                String key = "key:" + i;
                boolean isAway = two.primaryOf(Slots.of(key.getBytes(StandardCharsets.UTF_8))) == away;
                (isAway ? there : elsewhere).add(key);
            }
            away.freeze();
            await().atMost(SOON).until(() -> fleet(dualWrite).nodesHeard() == 2);
            Account.Snapshot before = account(dualWrite);
            elsewhere.forEach(key -> jedis.set(key, "v"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(account(dualWrite).applied() - before.applied())
                            .isEqualTo(elsewhere.size()));
            assertThat(account(dualWrite).marks()).isEqualTo(before.marks());
            await().atMost(SOON).until(() -> fleet(dualWrite).open() == 0);
            there.forEach(key -> jedis.set(key, "v"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(account(dualWrite).dirty() - before.dirty())
                            .isEqualTo(there.size()));
            away.thaw();
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(fleet(dualWrite).heard()).isTrue();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "dualwrite.test.fleet-faults", matches = "all")
    void slotsThatMoveBetweenTheSecondarysNodesMidLoad() throws Exception {
        overwriteWhile(0, (primary, secondary) -> {
            List<LocalNode> nodes = secondary.primaries();
            for (int round = 0; round < 3; round++) {
                for (String key : keys()) {
                    int slot = Slots.of(key.getBytes(StandardCharsets.UTF_8));
                    LocalNode from = secondary.primaryOf(slot);
                    LocalNode to = nodes.get((nodes.indexOf(from) + 1) % nodes.size());
                    secondary.moveSlots(slot, slot, from, to);
                    await().atMost(SOON).until(() -> secondary.primaryOf(slot).equals(to));
                }
            }
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "dualwrite.test.fleet-faults", matches = "all")
    void theSlotOfAChannelMovesMidLoad() throws Exception {
        overwriteWhile(0, (primary, secondary) -> {
            List<LocalNode> nodes = secondary.primaries();
            for (int slot = 0; slot < 3; slot++) { // the lowest of its node, so a channel's
                secondary.moveSlots(slot, slot, secondary.primaryOf(slot), nodes.get(2));
                int now = slot;
                await().atMost(SOON).until(() -> secondary.primaryOf(now).equals(nodes.get(2)));
            }
        });
    }

    @Test
    void aShardOfTheSecondaryFailsOverMidLoad() throws Exception {
        overwriteWhile(1, (primary, secondary) -> {
            for (LocalNode node : failingOver(secondary)) {
                secondary.failOver(node);
                secondary.awaitOk();
            }
        });
    }

    @Test
    void aShardOfThePrimaryFailsOverMidLoad() throws Exception {
        overwriteWhile(1, (primary, secondary) -> {
            for (LocalNode node : failingOver(primary)) {
                primary.failOver(node);
                primary.awaitOk();
            }
        });
    }

    private static List<LocalNode> failingOver(LocalCluster cluster) {
        List<LocalNode> all = List.copyOf(cluster.primaries());
        return "all".equals(System.getProperty("dualwrite.test.fleet-faults")) ? all : all.subList(0, 1);
    }

    private static List<String> keys() {
        return IntStream.range(0, 8).mapToObj(i -> "key:" + i).toList();
    }

    private static void overwriteWhile(int replicas, Event event) throws Exception {
        try (LocalCluster primary = LocalCluster.builder()
                        .name("primary")
                        .replicas(replicas)
                        .start();
                LocalCluster secondary = LocalCluster.builder()
                        .name("secondary")
                        .primaries(3)
                        .replicas(replicas)
                        .start()) {
            List<DualWrite> processes = new ArrayList<>();
            ExecutorService threads = Executors.newCachedThreadPool();
            AtomicBoolean stop = new AtomicBoolean();
            try {
                for (int i = 0; i < 2; i++) {
                    processes.add(Overwriter.facade(List.of(primary.seeds()), List.of(secondary.seeds()), true));
                }
                for (DualWrite process : processes) {
                    assertThat(process.awaitAgreement(SOON))
                            .as("%s", process.status())
                            .isTrue();
                }
                List<Callable<Void>> all = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    int seed = i;
                    all.add(() -> {
                        Overwriter.run(processes.get(seed), keys(), seed, stop, null);
                        return null;
                    });
                }
                all.add(() -> {
                    try {
                        event.happen(primary, secondary);
                    } finally {
                        stop.set(true);
                    }
                    return null;
                });
                for (Future<Void> one : threads.invokeAll(all)) {
                    one.get();
                }
                for (int round = 0; round < 2; round++) {
                    for (DualWrite process : processes) {
                        assertThat(process.awaitAgreement(SOON))
                                .as("%s", process.status())
                                .isTrue();
                    }
                }
                assertThat(DataSet.of(primary).differences(DataSet.of(secondary), SOON))
                        .isEmpty();
                await("frames are heard again")
                        .atMost(SOON)
                        .until(() -> processes.stream()
                                .allMatch(process -> fleet(process).heard()));
            } finally {
                stop.set(true);
                threads.shutdownNow();
                processes.forEach(DualWrite::close);
            }
        }
    }

    private static Account.Snapshot account(DualWrite dualWrite) {
        return dualWrite.status().get(0).account();
    }

    private static FleetStatus fleet(DualWrite dualWrite) {
        SecondaryStatus status = dualWrite.status().get(0);
        return Objects.requireNonNull(status.fleet());
    }
}
