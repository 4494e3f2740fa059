package io.github.dualwrite.examples;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** What an application changes: where its {@link JedisCluster} comes from, and nothing else. Arguments: a node of each cluster. */
public final class BeforeAndAfter {

    private BeforeAndAfter() {}

    /** Counts a visit on one cluster, and then on two. */
    public static void main(String... nodes) {
        // before
        try (JedisCluster jedis = new JedisCluster(Set.of(HostAndPort.from(nodes[0])))) {
            System.out.println("visits: " + countVisit(jedis));
        }
        // after
        try (DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("cluster1", nodes[0]))
                        .secondary(Target.cluster("cluster2", nodes[1]))
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            System.out.println("visits: " + countVisit(jedis));
        }
    }

    private static long countVisit(JedisCluster jedis) {
        return jedis.incr("visits");
    }
}
