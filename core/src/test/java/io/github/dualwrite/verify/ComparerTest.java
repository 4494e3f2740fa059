package io.github.dualwrite.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.net.Topologies;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A key whose states are there for a moment only, on real servers. Without the further looks (no chases) the first test fails. */
class ComparerTest {

    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
    private static final int LOOKS = 30;
    private static final int CHASES = 60;

    private static ClusterView view(LocalCluster cluster, String name) {
        Target target = Target.standalone(name, cluster.seeds()[0]);
        TargetConnector connector = new TargetConnector(target);
        ClusterView view = new ClusterView(name, connector, Topologies.of(target, connector), Retry.ofDefaults("test"));
        view.start();
        Awaitility.await().until(() -> !view.topology().map().primaries().isEmpty());
        return view;
    }

    /** How many of the looks found a difference while the secondary goes from state to state, all the time. */
    private static int differing(String onPrimary, List<String> states) throws IOException, InterruptedException {
        try (LocalCluster one = LocalCluster.builder().standalone().start();
                LocalCluster two = LocalCluster.builder().standalone().start();
                ClusterView primary = view(one, "one");
                ClusterView secondary = view(two, "two");
                Jedis first = new Jedis(HostAndPort.from(one.seeds()[0]));
                Jedis second = new Jedis(HostAndPort.from(two.seeds()[0]));
                Comparer comparer = new Comparer(primary, secondary, 0)) {
            first.set("key", onPrimary);
            second.set("key", states.get(0));
            Thread mover = new Thread(() -> {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    second.set("key", states.get(i % states.size()));
                }
            });
            mover.start();
            int differing = 0;
            try {
                for (int look = 0; look < LOOKS; look++) {
                    differing += comparer.differences(List.of(KEY), CHASES).size();
                }
            } finally {
                mover.interrupt();
                mover.join();
            }
            return differing;
        }
    }

    @Test
    void theSecondaryIsLookedAtUntilItHasTheStateOfThePrimary() throws IOException, InterruptedException {
        assertThat(differing("b", List.of("a", "b"))).isZero();
    }

    @Test
    void aStateThatItNeverHasIsADifference() throws IOException, InterruptedException {
        assertThat(differing("c", List.of("a", "b"))).isEqualTo(LOOKS);
    }
}
