package io.github.dualwrite.convergence;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.BulkheadLimits;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.ServerBinary;
import io.github.dualwrite.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;

/**
 * Three real clusters of two, three and one shards, and a Dualwrite whose limits are so small that lanes refuse and dirty keys overflow into
 * dirty slots all the time. The last one is a single server behind a proxy.
 */
final class Fleet implements AutoCloseable {

    static final String SHARDED = "sharded";
    static final String SINGLE = "single";

    final LocalCluster primary;
    final LocalCluster sharded;
    final LocalCluster single;
    final TcpProxy proxy;
    final DualWrite dualWrite;

    /** @param servers what the primary, the sharded and the single secondary run */
    Fleet(List<ServerBinary> servers) {
        primary = start(LocalCluster.builder().name("primary").primaries(2), servers.get(0));
        sharded = start(LocalCluster.builder().name(SHARDED).primaries(3), servers.get(1));
        single = start(LocalCluster.builder().name(SINGLE).standalone(), servers.get(2));
        proxy = TcpProxy.to(single.nodes().get(0));
        straysBeforeTheStart();
        dualWrite = DualWrite.builder()
                .primary(Target.cluster("primary", primary.seeds()))
                .secondary(tight(
                        Target.cluster(SHARDED, sharded.seeds()),
                        Lanes.ofDefaults().withLimits(256, 64 << 10, 20 << 10),
                        new BulkheadLimits(150)))
                .secondary(tight(
                        Target.standalone(SINGLE, proxy.endpoint()),
                        Lanes.ofDefaults().withCount(3).withLimits(24, 16 << 10, 6 << 10),
                        new BulkheadLimits(24)))
                .build();
    }

    private static LocalCluster start(LocalCluster.Builder builder, ServerBinary server) {
        return builder.replicas(0).server(server).start();
    }

    private static Target tight(Target target, Lanes lanes, BulkheadLimits bulkhead) {
        return target.timeouts(Duration.ofSeconds(2), Duration.ofSeconds(3))
                .replication(target.replication()
                        .withLanes(lanes)
                        .withBulkhead(bulkhead)
                        .withRetry(new RetryPolicy(4, Duration.ofMillis(5), 2.0, Duration.ofMillis(50)))
                        .withPace(new Pace(1_000_000, 1L << 30)));
    }

    /** Something to copy, something to overwrite and something to remove. */
    private void straysBeforeTheStart() {
        for (int i = 0; i < 200; i++) {
            set(primary, "only-primary:" + i, "p");
            set(primary, "both:" + i, "p");
            for (LocalCluster secondary : List.of(sharded, single)) {
                set(secondary, "both:" + i, "s");
                set(secondary, "only-secondary:" + i, "s");
            }
        }
    }

    private static void set(LocalCluster cluster, String key, String value) {
        LocalNode node = cluster.primaryOf(redis.clients.jedis.util.JedisClusterCRC16.getSlot(key));
        node.command("SET", key, value);
    }

    List<LocalCluster> all() {
        return List.of(primary, sharded, single);
    }

    @Override
    public void close() {
        dualWrite.close();
        proxy.close();
        all().forEach(LocalCluster::close);
    }
}
