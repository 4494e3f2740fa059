package io.github.dualwrite.jedis;

import io.github.dualwrite.DualWrite;
import java.util.function.Consumer;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.UnifiedJedis;

/** The facade of a single server with whichever client this Jedis has, for tests outside of this package. */
public final class SingleServer {

    private SingleServer() {}

    public static UnifiedJedis client(DualWrite dualWrite) {
        return SingleServerClients.any().facade(dualWrite);
    }

    public static UnifiedJedis client(DualWrite dualWrite, Consumer<DefaultJedisClientConfig.Builder> settings) {
        return SingleServerClients.any().facade(dualWrite, settings);
    }

    public static Connection connection(UnifiedJedis client) {
        return SingleServerClients.any().pool(client).getResource();
    }
}
