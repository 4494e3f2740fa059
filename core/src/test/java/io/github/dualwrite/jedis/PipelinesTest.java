package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Pipelines of the facade: long ones, those of an executor, and those that break in the middle. */
class PipelinesTest {

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster one;
    private LocalCluster two;
    private DualWrite dualWrite;
    private JedisCluster jedis;

    @BeforeEach
    void open() {
        one = facades.one();
        two = facades.two();
        dualWrite = facades.dualWrite();
        jedis = facades.jedis();
    }

    @Test
    void tenThousandCommandsWithAnExecutorOfTheCaller() {
        assumeTrue(knowsExecutors());
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (ClusterPipeline pipeline = jedis.pipelined(executor)) {
            List<Response<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                counts.add(pipeline.incr("counter:" + i % 50));
                pipeline.append("text:" + i % 70, String.valueOf(i % 10));
            }
            pipeline.sync();
            assertThat(counts.get(4_999).get()).isEqualTo(100);
        } finally {
            executor.shutdown();
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(120);
    }

    @Test
    void aPipelineWhoseConnectionsBreakLeavesNothingDifferent() {
        int broken = 0;
        for (int round = 0; round < 3; round++) {
            List<Response<Long>> counts = new ArrayList<>();
            try (ClusterPipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < 4_000; i++) {
                    counts.add(pipeline.incr("counter:" + i % 100));
                    pipeline.rpush("list:" + i % 30, "r" + round + "-" + i);
                    if (i == 2_000) {
                        killClients(); // some has been executed, some is under way, some not yet sent
                    }
                }
                pipeline.sync(); // Jedis reports a connection that breaks here in its log only
                broken += (int)
                        counts.stream().filter(count -> !isAnswered(count)).count();
            } catch (JedisConnectionException e) {
                broken++;
            }
        }
        jedis.set("after", "1");
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(broken).isPositive();
        assertThat(one.size()).isGreaterThan(1);
    }

    @Test
    void aPipelineThatIsClosedWithoutReadingIsMirrored() {
        try (ClusterPipeline pipeline = jedis.pipelined()) {
            for (int i = 0; i < 500; i++) {
                pipeline.sadd("set:" + i % 20, "m" + i);
            }
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(20);
    }

    /** Jedis 7.0 does not. */
    private static boolean knowsExecutors() {
        return Arrays.stream(JedisCluster.class.getMethods())
                .anyMatch(m -> m.getName().equals("pipelined") && m.getParameterCount() == 1);
    }

    private static boolean isAnswered(Response<Long> response) {
        try {
            return response.get() != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void killClients() {
        for (LocalNode node : one.primaries()) {
            node.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }
    }
}
