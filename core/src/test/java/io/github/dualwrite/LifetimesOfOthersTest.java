package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalClusterExtension;
import io.github.dualwrite.testkit.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;

/**
 * A key ends while a process adds to it that did not give it its time to live. The field arrives where nothing is left, and would make a hash that
 * never ends. Both tests were seen to fail with the key taken for one that never had a time to live.
 */
class LifetimesOfOthersTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    @RegisterExtension
    static final LocalClusterExtension primary = LocalClusterExtension.of(
            LocalCluster.builder().name("primary").primaries(1).replicas(0));

    @RegisterExtension
    static final LocalClusterExtension single =
            LocalClusterExtension.of(LocalCluster.builder().name("single").standalone());

    private static DualWrite open(String address) {
        return Clusters.toSingle(accounts, primary.get(), address, true);
    }

    @Test
    void givenBeforeThisProcessStarted() {
        try (TcpProxy proxy = TcpProxy.to(single.get().nodes().get(0))) {
            try (DualWrite earlier = open(single.get().seeds()[0]);
                    JedisCluster jedis = earlier.jedisCluster()) {
                jedis.hset("key", "a", "1");
                jedis.pexpire("key", 4_000);
                assertThat(earlier.awaitAgreement(Clusters.SOON)).isTrue();
            }
            try (DualWrite later = open(proxy.endpoint())) {
                addWhileTheKeyEnds(later, proxy);
            }
        }
    }

    @Test
    void givenByAnotherProcess() {
        try (TcpProxy proxy = TcpProxy.to(single.get().nodes().get(0));
                DualWrite first = open(proxy.endpoint());
                DualWrite second = open(single.get().seeds()[0]);
                JedisCluster jedis = second.jedisCluster()) {
            jedis.hset("key", "a", "1");
            jedis.pexpire("key", 1_000);
            assertThat(second.awaitAgreement(Clusters.SOON)).isTrue();
            addWhileTheKeyEnds(first, proxy);
        }
    }

    private static void addWhileTheKeyEnds(DualWrite dualWrite, TcpProxy proxy) {
        try (JedisCluster jedis = dualWrite.jedisCluster()) {
            long replayed = applied(dualWrite);
            jedis.set("other", "v");
            Awaitility.await("effects are queued, not copied").until(() -> applied(dualWrite) > replayed);
            proxy.blackHole();
            jedis.hset("key", "b", "2");
            assertThat(jedis.pttl("key")).as("the field met the key").isPositive();
            Awaitility.await("the key ends on both sides")
                    .atMost(Clusters.SOON)
                    .until(() -> !jedis.exists("key")
                            && Long.valueOf(0)
                                    .equals(single.get().nodes().get(0).command("EXISTS", "key")));
            proxy.pass();
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            assertThat(DataSet.of(primary.get()).differences(DataSet.of(single.get()), Clusters.TTL_TOLERANCE))
                    .isEmpty();
        }
    }

    private static long applied(DualWrite dualWrite) {
        SecondaryStatus status = dualWrite.status().get(0);
        return status.account().applied();
    }
}
