package io.github.dualwrite.jedis;

import io.github.dualwrite.DualWrite;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** The client that Jedis has since 7.2, kept apart so that the tests load without it. */
final class NewerClient {

    private NewerClient() {}

    static UnifiedJedis plain(int port) {
        return RedisClusterClient.builder()
                .nodes(Set.of(new HostAndPort("127.0.0.1", port)))
                .build();
    }

    static UnifiedJedis facade(DualWrite dualWrite) {
        return dualWrite.jedis().redisClusterClient();
    }
}
