package io.github.dualwrite.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.BalancedAccounts;
import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Recent;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What servers forget, they forget without a word; the sides are equal afterwards with nobody's help. When nothing is marked for it, both tests
 * in which a shard fails over end with the keys different that were written last.
 */
@Tag("patient")
class ForgottenTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int KEYS = 400;

    private static LocalCluster cluster(String name, int replicas) {
        return LocalCluster.builder().name(name).replicas(replicas).start();
    }

    private static DualWrite dualWrite(LocalCluster one, Target secondary) {
        return accounts.watch(DualWrite.builder()
                .primary(Clusters.quick(Target.cluster("one", one.seeds())))
                .secondary(secondary)
                .build());
    }

    @Test
    void aShardOfTheSecondaryFailsOverWhileItsReplicaTrails() throws Exception {
        aShardFailsOver(0, 1, Recent.ofDefaults());
    }

    @Test
    void aShardOfThePrimaryFailsOverWhileItsReplicaTrails() throws Exception {
        aShardFailsOver(1, 0, Recent.ofDefaults());
    }

    /** Too little memory for the keys that were written lately: their slots are copied. */
    @Test
    void whereKeysAreNotRememberedTheirSlotsAre() throws Exception {
        aShardFailsOver(0, 1, new Recent(Duration.ofSeconds(60), 1_000));
    }

    private static void aShardFailsOver(int replicasOfOne, int replicasOfTwo, Recent recent) throws Exception {
        try (LocalCluster one = cluster("one", replicasOfOne);
                LocalCluster two = cluster("two", replicasOfTwo)) {
            LocalCluster failing = replicasOfOne > 0 ? one : two;
            Target target = Clusters.impatient("two", two);
            try (DualWrite dualWrite = dualWrite(
                            one, target.replication(target.replication().withRecent(recent)));
                    JedisCluster jedis = dualWrite.jedisCluster()) {
                write(jedis, "early", 0);
                agreed(dualWrite);
                LocalNode victim = failing.primaries().get(0);
                failing.partReplicas(victim);
                write(jedis, "early", 1); // the replica will never hear of these, and nobody writes them again
                agreed(dualWrite);
                AtomicBoolean stop = new AtomicBoolean();
                ExecutorService thread = Executors.newSingleThreadExecutor();
                Future<?> load = thread.submit(() -> {
                    for (int round = 2; !stop.get(); round++) {
                        write(jedis, "load", round);
                    }
                });
                victim.kill();
                failing.takeOver(victim);
                forgotten(dualWrite);
                stop.set(true);
                load.get(60, TimeUnit.SECONDS);
                thread.shutdown();
                equal(dualWrite, one, two);
            }
        }
    }

    @Test
    void aNodeOfTheSecondaryComesBackEmpty() {
        try (LocalCluster one = cluster("one", 0);
                LocalCluster two = cluster("two", 0);
                DualWrite dualWrite = dualWrite(one, Clusters.impatient("two", two));
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, "early", 0);
            agreed(dualWrite);
            // not the one that keeps what processes tell each other of slots: its loss alone puts every slot in doubt
            LocalNode board = two.primaryOf(Slots.of("{slots}".getBytes(StandardCharsets.US_ASCII)));
            LocalNode victim = two.primaries().stream()
                    .filter(node -> node != board)
                    .findFirst()
                    .orElseThrow();
            victim.kill();
            victim.restart();
            assertThat((Long) victim.command("DBSIZE"))
                    .as("it has forgotten all")
                    .isZero();
            write(jedis, "load", 1);
            forgotten(dualWrite);
            equal(dualWrite, one, two);
        }
    }

    /** No connection breaks, nobody writes, nothing is even lost: it is noticed all the same. */
    @Test
    void aFailoverInAgreementIsNoticedWithoutAWrite() {
        try (LocalCluster one = cluster("one", 0);
                LocalCluster two = cluster("two", 1);
                DualWrite dualWrite = dualWrite(one, Clusters.impatient("two", two));
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, "early", 0);
            agreed(dualWrite);
            two.failOver(two.primaries().get(0));
            forgotten(dualWrite);
            equal(dualWrite, one, two);
        }
    }

    @Test
    void evictionIsToldWhileItLastsAndMendedAfterwards() {
        try (LocalCluster one = cluster("one", 0);
                LocalCluster two =
                        LocalCluster.builder().name("two").standalone().start();
                DualWrite dualWrite = dualWrite(
                        one,
                        Clusters.quick(
                                Target.standalone("two", two.nodes().get(0).endpoint())));
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, "early", 0);
            agreed(dualWrite);
            LocalNode node = two.nodes().get(0);
            node.command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
            node.command("CONFIG", "SET", "maxmemory", "1kb");
            write(jedis, "load", 0);
            Awaitility.await().atMost(LONG).until(() -> status(dualWrite).evicting());
            assertThat(status(dualWrite).evictedBySecondary()).isPositive();
            assertThat(status(dualWrite).evictedByPrimary()).isZero();
            assertThat(dualWrite.status().get(0).isInAgreement()).isFalse();
            node.command("CONFIG", "SET", "maxmemory", "0");
            Awaitility.await().atMost(LONG).until(() -> !status(dualWrite).evicting());
            equal(dualWrite, one, two);
        }
    }

    @Test
    void aSecondaryOutOfMemoryGetsEverythingOnceThereIsRoom() {
        try (LocalCluster one = cluster("one", 0);
                LocalCluster two =
                        LocalCluster.builder().name("two").standalone().start();
                DualWrite dualWrite = dualWrite(
                        one,
                        Clusters.quick(
                                Target.standalone("two", two.nodes().get(0).endpoint())));
                JedisCluster jedis = dualWrite.jedisCluster()) {
            write(jedis, "early", 0);
            agreed(dualWrite);
            LocalNode node = two.nodes().get(0);
            node.command("CONFIG", "SET", "maxmemory", "1kb");
            write(jedis, "load", 0);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> dualWrite.status().get(0).account().errors().getOrDefault("OOM", 0L) > 0);
            assertThat(dualWrite.status().get(0).dirtyKeys()).isPositive();
            node.command("CONFIG", "SET", "maxmemory", "0");
            equal(dualWrite, one, two);
            assertThat(dualWrite.status().get(0).account().unrepairable()).isZero();
        }
    }

    private static void write(JedisCluster jedis, String what, int round) {
        for (int i = 0; i < KEYS; i++) {
            try {
                switch (i % 3) {
                    case 0 -> jedis.set(what + ":string:" + i, "round " + round);
                    case 1 -> jedis.rpush(what + ":list:" + i, "round " + round);
                    default -> jedis.incr(what + ":counter:" + i);
                }
            } catch (JedisException e) {
                // what the loss of a node of the primary does to callers
            }
        }
    }

    private static void forgotten(DualWrite dualWrite) {
        Awaitility.await().atMost(LONG).until(() -> status(dualWrite).events() > 0);
    }

    private static ForgottenStatus status(DualWrite dualWrite) {
        return dualWrite.status().get(0).forgotten();
    }

    private static void agreed(DualWrite dualWrite) {
        assertThat(dualWrite.awaitAgreement(LONG))
                .as("agreement: %s", dualWrite.status())
                .isTrue();
    }

    private static void equal(DualWrite dualWrite, LocalCluster one, LocalCluster two) {
        agreed(dualWrite);
        assertThat(DataSet.of(one).differences(DataSet.of(two), Clusters.TTL_TOLERANCE))
                .isEmpty();
    }
}
