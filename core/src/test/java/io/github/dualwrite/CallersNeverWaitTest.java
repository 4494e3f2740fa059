package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisCluster;

/**
 * No application thread waits for a secondary: the stacks of all callers are sampled while a secondary swallows everything, and none of them may
 * be found parked, blocked or in a socket below the engine. The same samples do find callers of {@code ack: sync}, so the test can see.
 */
class CallersNeverWaitTest {

    private static final int CALLERS = 6;
    private static final int WRITES = 20_000;

    /** Frames of these are only ever passed through: whoever stands still below one of them waits for a secondary. */
    private static final List<String> SECONDARYS = List.of(
            "io.github.dualwrite.engine.",
            "io.github.dualwrite.order.",
            "io.github.dualwrite.lane.",
            "io.github.dualwrite.net.",
            "io.github.dualwrite.sync.",
            "io.github.dualwrite.account.");

    private static final List<String> STANDING_STILL = List.of(
            "jdk.internal.misc.Unsafe.park",
            "java.lang.Object.wait",
            "java.lang.Thread.sleep",
            "java.net.",
            "sun.nio.ch.",
            "sun.security.ssl.");

    private static LocalCluster primary;
    private static LocalCluster secondary;

    @BeforeAll
    static void start() {
        primary = LocalCluster.builder().name("primary").replicas(0).start();
        secondary = LocalCluster.builder().name("secondary").standalone().start();
    }

    @AfterAll
    static void stop() {
        primary.close();
        secondary.close();
    }

    @Test
    void notForASecondaryThatSwallowsEverything() throws InterruptedException {
        assertThat(waiting(Ack.ASYNC, Lanes.ofDefaults())).isEmpty();
    }

    @Test
    void notForAFullLaneAndAFullDirtySetEither() throws InterruptedException {
        assertThat(waiting(Ack.ASYNC, Lanes.ofDefaults().withLimits(4, 1_024, 8_192)))
                .isEmpty();
    }

    @Test
    void theSamplesSeeThoseWhoAskedToWait() throws InterruptedException {
        assertThat(waiting(Ack.SYNC, Lanes.ofDefaults())).isNotEmpty();
    }

    /** A lane lingers for longer than such a caller waits at most; seen to fail where it is not hurried. */
    @Test
    void whoAskedToWaitDoesNotWaitForTheLinger() {
        Target target = Clusters.quick(Target.standalone("secondary", secondary.seeds()[0]));
        Lanes lanes = Lanes.ofDefaults();
        target = target.replication(target.replication()
                .withLanes(new Lanes(
                        1,
                        Duration.ofSeconds(1),
                        lanes.maxBatch(),
                        lanes.maxEntries(),
                        lanes.maxBytes(),
                        lanes.maxDirtyBytes()))
                .withAck(Ack.SYNC));
        try (DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("primary", primary.seeds()))
                        .secondary(target)
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            Awaitility.await().until(() -> Clusters.isHeard(dualWrite));
            for (int i = 0; i < 20; i++) {
                jedis.set("sync:" + i, "v");
            }
            assertThat(dualWrite.status().get(0).account().syncTimeouts()).isZero();
            Clusters.assertEqual(dualWrite, primary, secondary);
        }
    }

    /** Where callers were found standing still below the engine. */
    private static Set<String> waiting(Ack ack, Lanes lanes) throws InterruptedException {
        try (TcpProxy proxy = TcpProxy.to(secondary.nodes().get(0))) {
            Target target = Clusters.quick(Target.standalone("secondary", proxy.endpoint()));
            try (DualWrite dualWrite = DualWrite.builder()
                            .primary(Target.cluster("primary", primary.seeds()))
                            .secondary(target.replication(target.replication()
                                    .withLanes(lanes)
                                    .withAck(ack)
                                    // what is marked for want of frames is not waited for
                                    .withFleet(Fleet.ofDefaults().withEnabled(ack == Ack.ASYNC))))
                            .build();
                    JedisCluster jedis = dualWrite.jedisCluster()) {
                assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
                proxy.blackHole();
                Set<String> found = sampleWhileWriting(jedis, ack == Ack.SYNC);
                proxy.pass();
                assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
                return found;
            }
        }
    }

    private static Set<String> sampleWhileWriting(JedisCluster jedis, boolean untilFound) throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> {
                while (!stop.get()) {
                    int n = done.getAndIncrement();
                    jedis.set("key:" + n % 500, "v" + n);
                    jedis.incr("counter:" + n % 50);
                }
            });
            callers.add(caller);
            caller.start();
        }
        Set<String> found = ConcurrentHashMap.newKeySet();
        Awaitility.await()
                .atMost(Clusters.SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    callers.forEach(caller -> sample(caller, found));
                    return done.get() >= WRITES || (untilFound && !found.isEmpty());
                });
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        return found;
    }

    private static void sample(Thread caller, Set<String> found) {
        StackTraceElement[] stack = caller.getStackTrace();
        boolean still = false;
        for (StackTraceElement frame : stack) {
            String at = frame.getClassName() + "." + frame.getMethodName();
            if (at.startsWith("io.github.dualwrite.jedis.")) {
                return; // the primary's own connection and pool
            }
            if (still && SECONDARYS.stream().anyMatch(at::startsWith)) {
                found.add(at);
                return;
            }
            still |= STANDING_STILL.stream().anyMatch(at::startsWith);
        }
    }
}
