package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.builders.ClusterClientBuilder;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;

/** Jedis's builder of a {@link RedisClusterClient} whose connections record. */
final class RedisClusterClientBuilder extends RedisClusterClient.Builder {

    private final Engine engine;
    private final Set<HostAndPort> primary;
    private @Nullable Duration refreshPeriod;

    /** The type is not named to callers: on a Jedis without it, they must load all the same. */
    static ClusterClientBuilder<RedisClusterClient> of(Engine engine, Set<HostAndPort> primary) {
        return new RedisClusterClientBuilder(engine, primary);
    }

    private RedisClusterClientBuilder(Engine engine, Set<HostAndPort> primary) {
        this.engine = engine;
        this.primary = primary;
        super.nodes(primary);
    }

    @Override
    public ClusterClientBuilder<RedisClusterClient> nodes(Set<HostAndPort> nodes) {
        throw Fixed.refused("nodes");
    }

    @Override
    public ClusterClientBuilder<RedisClusterClient> connectionProvider(ConnectionProvider provider) {
        throw Fixed.refused("connectionProvider");
    }

    @Override
    public ClusterClientBuilder<RedisClusterClient> commandExecutor(CommandExecutor executor) {
        throw Fixed.refused("commandExecutor");
    }

    @Override
    public ClusterClientBuilder<RedisClusterClient> topologyRefreshPeriod(Duration period) {
        refreshPeriod = period; // Jedis keeps it where only its own provider finds it
        return super.topologyRefreshPeriod(period);
    }

    @Override
    protected void validateSpecificConfiguration() {
        Fixed.requireDatabase0(clientConfig);
        super.validateSpecificConfiguration();
    }

    @Override
    protected ConnectionProvider createDefaultConnectionProvider() {
        return new RecordingProvider(primary, clientConfig, cache, poolConfig, refreshPeriod, engine);
    }
}
