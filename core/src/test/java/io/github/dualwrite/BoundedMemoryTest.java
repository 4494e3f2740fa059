package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.JedisCluster;

/**
 * A secondary that does not come back costs a bounded amount of memory, however much is written, and has everything when it does come back.
 * {@code -Ddualwrite.test.writes=5000000} for a longer run.
 */
@Tag("patient")
class BoundedMemoryTest {

    private static final int WRITES = Integer.getInteger("dualwrite.test.writes", 400_000);
    private static final int KEYS = 100_000;
    private static final int BATCH = 1_000;
    private static final long MOST_BYTES = 2 << 20;

    @Test
    void theHeapStaysFlatWhileASecondaryIsAwayAndEverythingIsMendedAfterwards() {
        try (LocalCluster primary =
                        LocalCluster.builder().name("primary").replicas(0).start();
                LocalCluster secondary =
                        LocalCluster.builder().name("secondary").replicas(0).start()) {
            Target target = Clusters.impatient("secondary", secondary);
            target = target.replication(
                    target.replication().withLanes(Lanes.ofDefaults().withLimits(1_024, MOST_BYTES, MOST_BYTES)));
            try (DualWrite dualWrite = DualWrite.builder()
                            .primary(Target.cluster("primary", primary.seeds()))
                            .secondary(target)
                            .build();
                    JedisCluster jedis = dualWrite.jedisCluster()) {
                assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
                secondary.nodes().forEach(LocalNode::freeze);
                write(jedis, 0, WRITES / 4);
                long early = usedBytes();
                write(jedis, WRITES / 4, WRITES);
                long late = usedBytes();
                SecondaryStatus status = dualWrite.status().get(0);
                assertThat(status.queuedBytes()).isLessThanOrEqualTo(MOST_BYTES);
                assertThat(status.dirtyBytes()).isLessThanOrEqualTo(MOST_BYTES + 1_024);
                assertThat(status.account().acknowledged()).isEqualTo(WRITES);
                assertThat(status.account().isBalanced()).isTrue();
                assertThat(late - early)
                        .as("heap after %s writes %s, after %s %s", WRITES / 4, early, WRITES, late)
                        .isLessThan(2 * MOST_BYTES);
                secondary.nodes().forEach(LocalNode::thaw);
                assertThat(dualWrite.awaitAgreement(Duration.ofMinutes(2)))
                        .as("%s", dualWrite.status())
                        .isTrue();
                Clusters.assertEqual(dualWrite, primary, secondary);
            }
        }
    }

    private static void write(JedisCluster jedis, int from, int to) {
        for (int start = from; start < to; start += BATCH) {
            try (AbstractPipeline pipeline = jedis.pipelined()) {
                for (int i = start; i < Math.min(to, start + BATCH); i++) {
                    pipeline.set("key:" + i % KEYS, "value " + i);
                }
            }
        }
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
