package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import java.net.URI;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.builders.StandaloneClientBuilder;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;

/** Jedis's builder of a {@link RedisClient} whose connections record. */
final class RedisClientBuilder extends RedisClient.Builder {

    private final Engine engine;
    private final HostAndPort primary;

    /** The type is not named to callers: on a Jedis without it, they must load all the same. */
    static StandaloneClientBuilder<RedisClient> of(Engine engine, HostAndPort primary) {
        return new RedisClientBuilder(engine, primary);
    }

    private RedisClientBuilder(Engine engine, HostAndPort primary) {
        this.engine = engine;
        this.primary = primary;
        super.hostAndPort(primary);
    }

    @Override
    public StandaloneClientBuilder<RedisClient> hostAndPort(String host, int port) {
        throw Fixed.refused("hostAndPort");
    }

    @Override
    public StandaloneClientBuilder<RedisClient> hostAndPort(HostAndPort node) {
        throw Fixed.refused("hostAndPort");
    }

    @Override
    public StandaloneClientBuilder<RedisClient> fromURI(String uri) {
        throw Fixed.refused("fromURI");
    }

    @Override
    public StandaloneClientBuilder<RedisClient> fromURI(URI uri) {
        throw Fixed.refused("fromURI");
    }

    @Override
    public StandaloneClientBuilder<RedisClient> connectionProvider(ConnectionProvider provider) {
        throw Fixed.refused("connectionProvider");
    }

    @Override
    public StandaloneClientBuilder<RedisClient> commandExecutor(CommandExecutor executor) {
        throw Fixed.refused("commandExecutor");
    }

    @Override
    protected void validateSpecificConfiguration() {
        Fixed.requireDatabase0(clientConfig);
        super.validateSpecificConfiguration();
    }

    @Override
    protected ConnectionProvider createDefaultConnectionProvider() {
        return new RecordingSingleProvider(primary, clientConfig, cache, poolConfig, engine);
    }
}
