package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.JedisCluster;

/** One write goes to three separate, differently configured clusters. */
class MirroringTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private static LocalCluster one;
    private static LocalCluster two;
    private static LocalCluster three;
    private static TestCertificates certificates;

    @BeforeAll
    static void start(@TempDir Path folder) {
        certificates = TestCertificates.create(folder);
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
        three = LocalCluster.builder()
                .name("cluster3")
                .replicas(0)
                .tls(certificates)
                .password("secret")
                .start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        three.close();
    }

    private static DualWrite dualWrite() {
        return accounts.watch(DualWrite.builder()
                .primary(Target.cluster("cluster1", one.seeds()))
                .secondary(Target.cluster("cluster2", two.seeds()))
                .secondary(Target.cluster("cluster3", three.seeds())
                        .tls(Tls.ca(certificates.caPem()))
                        .credentials("default", "secret"))
                .build());
    }

    @Test
    void everyWriteReachesEveryCluster() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            jedis.set("a", "1");
            for (int i = 0; i < 1000; i++) {
                jedis.set("key:" + i, "value" + i);
                jedis.incr("counter:" + i % 10);
                jedis.hset("hash:" + i % 20, Map.of("f" + i, "v"));
                jedis.lpush("list:" + i % 5, "e" + i);
                jedis.sadd("set:" + i % 7, "m" + i);
                jedis.zadd("zset:" + i % 3, i, "z" + i);
                jedis.setex("short:" + i, 100, "x");
                jedis.spop("set:" + i % 7);
            }
            assertThat(dualWrite.awaitAgreement(Duration.ofSeconds(20)))
                    .as("%s", dualWrite.status())
                    .isTrue();
            assertThat(dualWrite.status()).allMatch(s -> s.account().isBalanced());
        }
        DataSet expected = DataSet.of(one);
        assertThat(expected.size()).isGreaterThan(2000);
        assertThat(expected.differences(DataSet.of(two), Duration.ofSeconds(1))).isEmpty();
        assertThat(expected.differences(DataSet.of(three), Duration.ofSeconds(1)))
                .isEmpty();
    }
}
