package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.verify.VerifyOptions;
import io.github.dualwrite.verify.VerifyReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;

/** Slots move while they are written, copied and compared: nothing is lost, and nothing stays in doubt. */
@Tag("patient")
class ReshardTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private static final int SLOTS = 60;
    private static final List<String> KEYS = keys();

    private LocalCluster one;
    private LocalCluster two;

    @BeforeEach
    void start() {
        one = LocalCluster.builder().name("one").replicas(0).start();
        two = LocalCluster.builder().name("two").replicas(0).start();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    /** All of them in the slots that move. */
    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < 300; i++) {
            String key = "key:" + i;
            if (Slots.of(key.getBytes(StandardCharsets.UTF_8)) < SLOTS) {
                keys.add(key);
            }
        }
        return keys;
    }

    private DualWrite dualWrite() {
        return accounts.watch(DualWrite.builder()
                .primary(Target.cluster("one", one.seeds()))
                .secondary(Clusters.quick(Target.cluster("two", two.seeds())))
                .build());
    }

    private static void thereAndBack(LocalCluster cluster) {
        LocalNode from = cluster.primaryOf(0);
        LocalNode to = cluster.primaryOf(16_383);
        cluster.moveSlots(0, SLOTS - 1, from, to);
        cluster.moveSlots(0, SLOTS / 2, to, from);
    }

    @Test
    void slotsOfThePrimaryMoveDuringWrites() throws Exception {
        underLoad(dualWrite -> thereAndBack(one));
    }

    @Test
    void slotsOfTheSecondaryMoveDuringWrites() throws Exception {
        underLoad(dualWrite -> thereAndBack(two));
    }

    @Test
    void slotsOfBothMoveDuringVerification() throws Exception {
        underLoad(dualWrite -> {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<List<VerifyReport>> report = thread.submit(
                    () -> dualWrite.verify(VerifyOptions.ofDefaults().withFix()));
            thereAndBack(one);
            thereAndBack(two);
            assertThat(get(report)).hasSize(1);
            thread.shutdown();
        });
    }

    @Test
    void slotsOfBothMoveDuringBackfill() throws Exception {
        try (JedisCluster plain =
                new JedisCluster(java.util.Set.of(redis.clients.jedis.HostAndPort.from(one.seeds()[0])))) {
            for (String key : KEYS) {
                plain.rpush(key, "old");
            }
            for (int i = 0; i < 20_000; i++) {
                plain.set("more:" + i, "old"); // so that it takes a while
            }
        }
        underLoad(dualWrite -> {
            thereAndBack(one);
            thereAndBack(two);
        });
    }

    private interface Moves {
        void run(DualWrite dualWrite) throws Exception;
    }

    private void underLoad(Moves moves) throws Exception {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int seed = i;
                load.add(threads.submit(() -> {
                    for (int n = seed; !stop.get(); n++) {
                        String key = KEYS.get(n % KEYS.size());
                        switch (n % 4) {
                            case 0 -> jedis.rpush(key, seed + ":" + n);
                            case 1 -> jedis.del(key);
                            case 2 -> jedis.set("{" + key + "}:string", seed + ":" + n);
                            default -> jedis.hincrBy("{" + key + "}:hash", "field" + seed, n);
                        }
                    }
                }));
            }
            moves.run(dualWrite);
            stop.set(true);
            for (Future<?> each : load) {
                each.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(dualWrite.verify(VerifyOptions.ofDefaults()))
                    .allSatisfy(report ->
                            assertThat(report.isEqual()).as("%s", report).isTrue());
            assertThat(dualWrite.status().get(0).forgotten().events())
                    .as("moved by choice, with their keys")
                    .isZero();
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(120, TimeUnit.SECONDS);
    }
}
