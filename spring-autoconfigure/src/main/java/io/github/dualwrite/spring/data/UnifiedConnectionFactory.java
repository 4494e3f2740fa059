package io.github.dualwrite.spring.data;

import io.github.dualwrite.spring.DualWriteClients;
import io.github.dualwrite.spring.RedisClusterClients;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import redis.clients.jedis.RedisClusterClient;

/** The factory where Jedis has the client that Spring Data Redis 4.1 and later ask for; a class with this method does not load with an older Jedis. */
final class UnifiedConnectionFactory extends DualWriteConnectionFactory {

    private final DualWriteClients clients;

    UnifiedConnectionFactory(DualWriteClients clients) {
        super(clients);
        this.clients = clients;
    }

    /** Not called by Spring Data Redis 3.5 and 4.0. */
    @Override
    protected RedisClusterClient createRedisClusterClient(RedisClusterConfiguration nodes) {
        return RedisClusterClients.make(clients);
    }
}
