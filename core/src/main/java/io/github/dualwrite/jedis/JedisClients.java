package io.github.dualwrite.jedis;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TlsSource;
import io.github.dualwrite.config.TopologyKind;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.net.TlsContexts;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.builders.AbstractClientBuilder;
import redis.clients.jedis.builders.ClusterClientBuilder;
import redis.clients.jedis.builders.StandaloneClientBuilder;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Genuine Jedis clients of the primary whose connections record. Each client has its own pools; close it like any other. A method whose client
 * the Jedis on the class path does not have ends with {@link NoClassDefFoundError}. Safe for any thread.
 *
 * <p>The builders are Jedis's own, with everything that can be set there: pools, retries, key prefixes, the client-side cache. What would lead
 * past the recording, another node, provider or executor, is refused with {@link UnsupportedOperationException}.
 */
public final class JedisClients {

    private final Target primary;
    private final Engine engine;

    /** Clients of {@code primary}, which must be the engine's. */
    public JedisClients(Target primary, Engine engine) {
        this.primary = primary;
        this.engine = engine;
    }

    /**
     * A {@link JedisCluster} of the primary, a cluster.
     *
     * @param settings Jedis's settings on top of the target's
     * @throws redis.clients.jedis.exceptions.JedisException if the primary cannot be reached
     * @throws IllegalStateException if the primary is a single server
     */
    public JedisCluster jedisCluster(Consumer<DefaultJedisClientConfig.Builder> settings) {
        return jedisClusterBuilder(settings).build();
    }

    /** As {@link #jedisCluster(Consumer)}, for Jedis 7.2 and later. */
    public RedisClusterClient redisClusterClient(Consumer<DefaultJedisClientConfig.Builder> settings) {
        return redisClusterClientBuilder(settings).build();
    }

    /** As {@link #redisClusterClient(Consumer)}, without settings. */
    public RedisClusterClient redisClusterClient() {
        return redisClusterClient(settings -> {});
    }

    /**
     * A {@link RedisClient} of the primary, a single server; for Jedis 7.2 and later.
     *
     * @param settings Jedis's settings on top of the target's
     * @throws IllegalStateException if the primary is a cluster
     */
    public RedisClient redisClient(Consumer<DefaultJedisClientConfig.Builder> settings) {
        return redisClientBuilder(settings).build();
    }

    /** As {@link #redisClient(Consumer)}, without settings. */
    public RedisClient redisClient() {
        return redisClient(settings -> {});
    }

    /** As {@link #redisClient(Consumer)}, for Jedis 7. */
    public JedisPooled jedisPooled(Consumer<DefaultJedisClientConfig.Builder> settings) {
        return jedisPooledBuilder(settings).build();
    }

    /** As {@link #jedisPooled(Consumer)}, without settings. */
    public JedisPooled jedisPooled() {
        return jedisPooled(settings -> {});
    }

    /** What {@link #jedisCluster(Consumer)} builds from. */
    public ClusterClientBuilder<JedisCluster> jedisClusterBuilder(Consumer<DefaultJedisClientConfig.Builder> settings) {
        return prepared(new JedisClusterBuilder(engine, clusterNodes()), settings);
    }

    /** What {@link #redisClusterClient(Consumer)} builds from. */
    public ClusterClientBuilder<RedisClusterClient> redisClusterClientBuilder(
            Consumer<DefaultJedisClientConfig.Builder> settings) {
        return prepared(RedisClusterClientBuilder.of(engine, clusterNodes()), settings);
    }

    /** What {@link #redisClient(Consumer)} builds from. */
    public StandaloneClientBuilder<RedisClient> redisClientBuilder(
            Consumer<DefaultJedisClientConfig.Builder> settings) {
        return prepared(RedisClientBuilder.of(engine, singleNode()), settings);
    }

    /** What {@link #jedisPooled(Consumer)} builds from. */
    public StandaloneClientBuilder<JedisPooled> jedisPooledBuilder(
            Consumer<DefaultJedisClientConfig.Builder> settings) {
        return prepared(JedisPooledBuilder.of(engine, singleNode()), settings);
    }

    private <T extends AbstractClientBuilder<T, C>, C> T prepared(
            AbstractClientBuilder<T, C> builder, Consumer<DefaultJedisClientConfig.Builder> settings) {
        return builder.clientConfig(clientConfig(primary, settings)).poolConfig(poolConfig(primary.pool()));
    }

    private Set<HostAndPort> clusterNodes() {
        require(TopologyKind.CLUSTER, "redisClient or jedisPooled for a single server");
        return nodes(primary);
    }

    private HostAndPort singleNode() {
        require(TopologyKind.STANDALONE, "jedisCluster or redisClusterClient for a cluster");
        return nodes(primary).iterator().next();
    }

    private void require(TopologyKind topology, String expected) {
        if (primary.topology() != topology) {
            throw new IllegalStateException(
                    primary.name() + ".topology: " + primary.topology() + " (expected: " + expected + ")");
        }
    }

    private static Set<HostAndPort> nodes(Target target) {
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (Endpoint endpoint : target.nodes()) {
            nodes.add(new HostAndPort(endpoint.host(), endpoint.port()));
        }
        return nodes;
    }

    /**
     * RESP2 unless the settings say otherwise, which every supported server and Jedis version speaks; Jedis 8 would negotiate RESP3 by itself and
     * change raw replies.
     */
    static JedisClientConfig clientConfig(Target target, Consumer<DefaultJedisClientConfig.Builder> settings) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis((int) target.timeouts().connect().toMillis())
                .socketTimeoutMillis((int) target.timeouts().command().toMillis());
        CredentialsProvider credentials = target.credentials();
        if (credentials != null) {
            builder.credentialsProvider(() -> {
                Credentials now = credentials.get();
                String user = now.username();
                return new DefaultRedisCredentials(user == null || user.isEmpty() ? null : user, now.password());
            });
        }
        Tls tls = target.tls();
        if (tls != null) {
            try {
                builder.ssl(true).sslSocketFactory(socketFactory(tls)).sslParameters(TlsContexts.parameters(tls));
            } catch (IOException e) {
                throw new JedisConnectionException(target.name() + ": " + e.getMessage(), e);
            }
        }
        settings.accept(builder);
        return builder.build();
    }

    private static SSLSocketFactory socketFactory(Tls tls) throws IOException {
        TlsSource source = tls.source();
        return source == null ? TlsContexts.of(tls).getSocketFactory() : new SourcedSocketFactory(source);
    }

    private static ConnectionPoolConfig poolConfig(Pool pool) {
        ConnectionPoolConfig config = new ConnectionPoolConfig();
        config.setMaxTotal(pool.maxTotal());
        config.setMaxIdle(pool.maxIdle());
        config.setMinIdle(pool.minIdle());
        config.setMaxWait(pool.maxWait());
        return config;
    }
}
