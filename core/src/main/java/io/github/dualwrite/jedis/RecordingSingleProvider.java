package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import java.util.Map;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.csc.Cache;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.Pool;

/** Jedis's own provider for a single server. The pool is Jedis's, too; what it holds records. Safe for any thread, as Jedis's is. */
final class RecordingSingleProvider extends PooledConnectionProvider {

    private final HostAndPort node;

    RecordingSingleProvider(
            HostAndPort node,
            JedisClientConfig clientConfig,
            @Nullable Cache cache,
            GenericObjectPoolConfig<Connection> poolConfig,
            Engine engine) {
        super(new RecordingFactory(factory(node, clientConfig, cache), node, engine, new ConnectionIds()), poolConfig);
        this.node = node;
    }

    private static ConnectionFactory factory(HostAndPort node, JedisClientConfig clientConfig, @Nullable Cache cache) {
        return cache == null
                ? new ConnectionFactory(node, clientConfig)
                : new ConnectionFactory(node, clientConfig, cache);
    }

    /** By address, as Jedis itself does when it makes the factory. */
    @Override
    public Map<?, Pool<Connection>> getConnectionMap() {
        return Map.of(node, getPool());
    }
}
