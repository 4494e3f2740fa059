package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalClusterExtension;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.verify.VerifyOptions;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;

/** What was there before Dualwrite came reaches the secondary, once, at the pace that was asked for. */
@Tag("patient")
class BackfillTest {

    @RegisterExtension
    static final LocalClusterExtension primary =
            LocalClusterExtension.of(LocalCluster.builder().name("primary").replicas(0));

    @RegisterExtension
    static final LocalClusterExtension secondary = LocalClusterExtension.of(
            LocalCluster.builder().name("secondary").primaries(3).replicas(0));

    @BeforeEach
    void fill() {
        try (DualWrite onlyToWrite = DualWrite.builder()
                        .primary(Target.cluster("primary", primary.get().seeds()))
                        .secondary(Target.cluster("secondary", secondary.get().seeds())
                                .sync(SyncMode.MANUAL))
                        .drainTimeout(Duration.ZERO)
                        .build();
                JedisCluster jedis = onlyToWrite.jedisCluster()) {
            for (int i = 0; i < 300; i++) {
                jedis.set("string:" + i, "v" + i);
                jedis.hset("hash:" + i, Map.of("f", "v" + i));
            }
        }
        secondary.get().flushAll();
        secondary.get().primaryOf(12182).command("SET", "foo", "only there"); // slot 12182
    }

    private static DualWrite dualWrite(Target target) {
        return DualWrite.builder()
                .primary(Target.cluster("primary", primary.get().seeds()))
                .secondary(target)
                .build();
    }

    private static Target target() {
        return Clusters.impatient("secondary", secondary.get());
    }

    @Test
    void everythingIsCopiedAndWhatIsTooMuchIsRemovedBesideLiveWrites() {
        try (DualWrite dualWrite = dualWrite(target());
                JedisCluster jedis = dualWrite.jedisCluster()) {
            for (int i = 0; i < 500; i++) {
                jedis.incr("counter:" + i % 20);
                jedis.append("string:" + i % 300, "+");
            }
            Clusters.assertEqual(dualWrite, primary.get(), secondary.get());
            Awaitility.await().until(() -> dualWrite.status().get(0).backfill().slotsTotal() == 0);
        }
    }

    /** Or copying would make the least used keys the last to be evicted. Seen to fail with connections that count as any other. */
    @Test
    void copyingDoesNotCountAsUseOfAKey() {
        LocalNode node = primary.get().primaryOf(12182);
        assumeTrue(primary.get().server().atLeast(7, 2));
        node.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu");
        node.command("CONFIG", "SET", "lfu-log-factor", "0"); // every use counts
        node.command("SET", "foo", "seldom used"); // slot 12182
        String uses = node.text("OBJECT", "FREQ", "foo");
        try (DualWrite dualWrite = dualWrite(target())) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            assertThat(dualWrite.status().get(0).account().keysCopied()).isPositive();
            assertThat(node.text("OBJECT", "FREQ", "foo")).isEqualTo(uses);
            assertThat(dualWrite.verify(VerifyOptions.ofDefaults()).get(0).isEqual())
                    .isTrue();
            assertThat(node.text("OBJECT", "FREQ", "foo")).isEqualTo(uses);
        } finally {
            node.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
            node.command("DEL", "foo");
        }
    }

    @Test
    void manualWaitsForTheCall() {
        try (DualWrite dualWrite = dualWrite(target().sync(SyncMode.MANUAL))) {
            Awaitility.await().until(() -> dualWrite.status().get(0).trouble() == null);
            assertThat(dualWrite.status().get(0).unsyncedSlots()).isEqualTo(16_384);
            assertThat(dualWrite.status().get(0).account().keysCopied()).isZero();
            dualWrite.startBackfill("secondary");
            Clusters.assertEqual(dualWrite, primary.get(), secondary.get());
        }
    }

    @Test
    void aSecondProcessCopiesNothingThatTheFirstHasCopied() {
        try (DualWrite first = dualWrite(target())) {
            assertThat(first.awaitAgreement(Clusters.SOON)).isTrue();
            try (DualWrite second = dualWrite(target())) {
                assertThat(second.awaitAgreement(Clusters.SOON)).isTrue();
                assertThat(second.status().get(0).account().keysCopied()).isZero();
            }
        }
        try (DualWrite third = dualWrite(target())) {
            assertThat(third.awaitAgreement(Clusters.SOON)).isTrue();
            assertThat(third.status().get(0).account().keysCopied())
                    .as("those before it have left clean")
                    .isZero();
            Clusters.assertEqual(third, primary.get(), secondary.get());
        }
    }

    /** Seen to fail while what the board says was believed of slots of which this process had forgotten something. */
    @Test
    void whatWasForgottenBeforeTheFirstLookAtTheBoardIsCopied() {
        try (DualWrite first = dualWrite(target())) {
            assertThat(first.awaitAgreement(Clusters.SOON)).isTrue();
        }
        secondary.get().nodes().forEach(LocalNode::freeze);
        Target tiny = target();
        tiny = tiny.replication(tiny.replication().withLanes(Lanes.ofDefaults().withLimits(4, 2_048, 4_096)));
        try (DualWrite next = dualWrite(tiny);
                JedisCluster jedis = next.jedisCluster()) {
            for (int i = 0; i < 300; i++) {
                jedis.set("string:" + i, "written while the secondary was frozen");
            }
            secondary.get().nodes().forEach(LocalNode::thaw);
            Clusters.assertEqual(next, primary.get(), secondary.get());
        }
    }

    @Test
    void whoEndsWithWritesInDoubtIsStoodInFor() {
        secondary.get().nodes().forEach(LocalNode::thaw);
        DualWrite first = DualWrite.builder()
                .primary(Target.cluster("primary", primary.get().seeds()))
                .secondary(target())
                .drainTimeout(Duration.ZERO)
                .build();
        try (first;
                JedisCluster jedis = first.jedisCluster()) {
            assertThat(first.awaitAgreement(Clusters.SOON)).isTrue();
            secondary.get().nodes().forEach(LocalNode::freeze);
            jedis.set("string:1", "written while the secondary was frozen");
        }
        secondary.get().nodes().forEach(LocalNode::thaw);
        try (DualWrite next = dualWrite(target())) {
            assertThat(next.awaitAgreement(Clusters.SOON.multipliedBy(3)))
                    .as("after the other's signs of life have run out: %s", next.status())
                    .isTrue();
            Clusters.assertEqual(next, primary.get(), secondary.get());
            assertThat(next.status().get(0).account().keysCopied()).isPositive();
        }
    }

    @Test
    void thePaceIsKeptAndToldAsProgress() {
        Target slow = target();
        slow = slow.replication(slow.replication().withPace(new Pace(200, 1L << 20)));
        long before = System.nanoTime();
        try (DualWrite dualWrite = dualWrite(slow)) {
            Awaitility.await()
                    .atMost(Clusters.SOON)
                    .until(() -> dualWrite.status().get(0).backfill().remaining() != null);
            SecondaryStatus status = dualWrite.status().get(0);
            assertThat(status.backfill().keysTotal()).isBetween(500L, 700L);
            assertThat(status.backfill().slotsDone()).isBetween(1, 16_384);
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertThat(took).as("600 keys at 200 a second").isGreaterThan(Duration.ofMillis(2_500));
        }
    }
}
