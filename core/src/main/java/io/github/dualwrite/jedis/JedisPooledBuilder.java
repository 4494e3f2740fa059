package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import java.net.URI;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.builders.StandaloneClientBuilder;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;

/** Jedis's builder of a {@link JedisPooled} whose connections record. */
final class JedisPooledBuilder extends JedisPooled.Builder {

    private final Engine engine;
    private final HostAndPort primary;

    /** The type is not named to callers: on a Jedis without it, they must load all the same. */
    static StandaloneClientBuilder<JedisPooled> of(Engine engine, HostAndPort primary) {
        return new JedisPooledBuilder(engine, primary);
    }

    private JedisPooledBuilder(Engine engine, HostAndPort primary) {
        this.engine = engine;
        this.primary = primary;
        super.hostAndPort(primary);
    }

    @Override
    public StandaloneClientBuilder<JedisPooled> hostAndPort(String host, int port) {
        throw Fixed.refused("hostAndPort");
    }

    @Override
    public StandaloneClientBuilder<JedisPooled> hostAndPort(HostAndPort node) {
        throw Fixed.refused("hostAndPort");
    }

    @Override
    public StandaloneClientBuilder<JedisPooled> fromURI(String uri) {
        throw Fixed.refused("fromURI");
    }

    @Override
    public StandaloneClientBuilder<JedisPooled> fromURI(URI uri) {
        throw Fixed.refused("fromURI");
    }

    @Override
    public StandaloneClientBuilder<JedisPooled> connectionProvider(ConnectionProvider provider) {
        throw Fixed.refused("connectionProvider");
    }

    @Override
    public StandaloneClientBuilder<JedisPooled> commandExecutor(CommandExecutor executor) {
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
