package io.github.dualwrite.spring;

import redis.clients.jedis.RedisClusterClient;

/** Makes the client that came with Jedis 7.2. Kept apart from {@link DualWriteClients}, which must load with an older one. */
public final class RedisClusterClients {

    private RedisClusterClients() {}

    /**
     * A new client with pools of its own; to be closed by the caller.
     *
     * @throws PrimaryUnreachableException if the primary cannot be reached
     */
    public static RedisClusterClient make(DualWriteClients clients) {
        return clients.make(() -> clients.dualWrite().jedis().redisClusterClient(clients::customize));
    }
}
