package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.listener.config.ClusterMode;
import io.github.dualwrite.listener.config.Serving;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A client in cluster mode sees one node that has every slot, and so never learns of the primary's own. */
class EmulatedClusterTest {

    @RegisterExtension
    static final Pair pair = new Pair(Serving.ofDefaults().withClusterMode(ClusterMode.EMULATED));

    @Test
    void aClusterClientGoesThroughTheListenerAlone() {
        int port = pair.listener().port();
        try (JedisCluster cluster = new JedisCluster(new HostAndPort("127.0.0.1", port))) {
            for (int i = 0; i < 100; i++) {
                cluster.set("key:" + i, "v" + i);
                cluster.incr("counter");
            }
            assertThat(cluster.get("key:42")).isEqualTo("v42");
            assertThat(cluster.getClusterNodes().keySet()).containsExactly("127.0.0.1:" + port);
        }
        pair.assertEqual();
    }

    @Test
    void whatItIsToldOfTheClusterFitsTogether() throws IOException {
        int port = pair.listener().port();
        try (RawClient client = pair.client()) {
            String id = client.ask("CLUSTER MYID");
            assertThat(id).startsWith("$40 ");
            assertThat(client.ask("CLUSTER SLOTS"))
                    .isEqualTo("*1 *3 :0 :16383 *4 $9 127.0.0.1 :" + port + " " + id + " *0");
            assertThat(client.ask("CLUSTER NODES"))
                    .contains(id.substring(4) + " 127.0.0.1:" + port + "@", "myself,master - 0 0 1 connected 0-16383");
            assertThat(client.ask("CLUSTER SHARDS")).startsWith("*1 *").contains(":0 :16383", id, ":" + port);
            assertThat(client.ask("CLUSTER INFO")).contains("cluster_state:ok", "cluster_slots_assigned:16384");
            assertThat(client.ask("CLUSTER KEYSLOT foo")).isEqualTo(":" + JedisClusterCRC16.getSlot("foo"));
            assertThat(client.ask("INFO server")).contains("mode:cluster");
            assertThat(client.ask("HELLO 2")).contains("$4 mode $7 cluster");
            assertThat(client.ask("READONLY")).isEqualTo("+OK");
            client.ask("SET foo 1");
            assertThat(client.ask("CLUSTER COUNTKEYSINSLOT 12182")).isEqualTo(":1");
            assertThat(client.ask("CLUSTER GETKEYSINSLOT 12182 10")).isEqualTo("*1 $3 foo");
            assertThat(client.ask("CLUSTER COUNTKEYSINSLOT 16384")).startsWith("-ERR Invalid");
            assertThat(client.ask("CLUSTER FAILOVER")).startsWith("-ERR dualwrite: CLUSTER FAILOVER: refused");
        }
    }
}
