package io.github.dualwrite.jedis;

import io.github.dualwrite.DualWrite;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.Pool;

/** The clients of a single server, each in a class of its own: no Jedis but 7.2 to 7.5 has both. */
enum SingleServerClients {
    POOLED("redis.clients.jedis.JedisPooled") {
        @Override
        UnifiedJedis plain(int port) {
            return Pooled.plain(port);
        }

        @Override
        UnifiedJedis facade(DualWrite dualWrite, Consumer<DefaultJedisClientConfig.Builder> settings) {
            return Pooled.facade(dualWrite, settings);
        }

        @Override
        Pool<Connection> pool(UnifiedJedis client) {
            return Pooled.pool(client);
        }

        @Override
        Pipeline pipelined(UnifiedJedis client) {
            return Pooled.pipelined(client);
        }
    },
    CLIENT("redis.clients.jedis.RedisClient") {
        @Override
        UnifiedJedis plain(int port) {
            return Client.plain(port);
        }

        @Override
        UnifiedJedis facade(DualWrite dualWrite, Consumer<DefaultJedisClientConfig.Builder> settings) {
            return Client.facade(dualWrite, settings);
        }

        @Override
        Pool<Connection> pool(UnifiedJedis client) {
            return Client.pool(client);
        }

        @Override
        Pipeline pipelined(UnifiedJedis client) {
            return Client.pipelined(client);
        }
    };

    private final String className;

    SingleServerClients(String className) {
        this.className = className;
    }

    abstract UnifiedJedis plain(int port);

    abstract UnifiedJedis facade(DualWrite dualWrite, Consumer<DefaultJedisClientConfig.Builder> settings);

    UnifiedJedis facade(DualWrite dualWrite) {
        return facade(dualWrite, settings -> {});
    }

    abstract Pool<Connection> pool(UnifiedJedis client);

    abstract Pipeline pipelined(UnifiedJedis client);

    /** The client's class, or {@code null} where this Jedis does not have it. */
    @Nullable
    Class<?> type() {
        try {
            return Class.forName(className);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** One that this Jedis has, the newer if it can be chosen. */
    static SingleServerClients any() {
        return CLIENT.type() != null ? CLIENT : POOLED;
    }

    private static final class Pooled {
        static UnifiedJedis plain(int port) {
            return JedisPooled.builder()
                    .hostAndPort("127.0.0.1", port)
                    .clientConfig(DefaultJedisClientConfig.builder()
                            .protocol(RedisProtocol.RESP2)
                            .build())
                    .build();
        }

        static UnifiedJedis facade(DualWrite dualWrite, Consumer<DefaultJedisClientConfig.Builder> settings) {
            return dualWrite.jedis().jedisPooled(settings);
        }

        static Pool<Connection> pool(UnifiedJedis client) {
            return ((JedisPooled) client).getPool();
        }

        static Pipeline pipelined(UnifiedJedis client) {
            return ((JedisPooled) client).pipelined();
        }
    }

    private static final class Client {
        static UnifiedJedis plain(int port) {
            return RedisClient.builder()
                    .hostAndPort(new HostAndPort("127.0.0.1", port))
                    .clientConfig(DefaultJedisClientConfig.builder()
                            .protocol(RedisProtocol.RESP2)
                            .build())
                    .build();
        }

        static UnifiedJedis facade(DualWrite dualWrite, Consumer<DefaultJedisClientConfig.Builder> settings) {
            return dualWrite.jedis().redisClient(settings);
        }

        static Pool<Connection> pool(UnifiedJedis client) {
            return ((RedisClient) client).getPool();
        }

        static Pipeline pipelined(UnifiedJedis client) {
            return ((RedisClient) client).pipelined();
        }
    }
}
