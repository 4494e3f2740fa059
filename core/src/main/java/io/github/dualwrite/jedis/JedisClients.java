package io.github.dualwrite.jedis;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TlsSource;
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
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes genuine Jedis clients of the primary whose connections record. Each client has its own pools; close it like any other. */
public final class JedisClients {

    private JedisClients() {}

    /**
     * A {@link JedisCluster} of the primary, from Jedis's own builder.
     *
     * @param settings Jedis's settings on top of the target's
     * @throws redis.clients.jedis.exceptions.JedisException if the primary cannot be reached
     */
    public static JedisCluster jedisCluster(
            Target primary, Engine engine, Consumer<DefaultJedisClientConfig.Builder> settings) {
        JedisClientConfig clientConfig = clientConfig(primary, settings);
        return JedisCluster.builder()
                .nodes(nodes(primary))
                .clientConfig(clientConfig)
                .connectionProvider(
                        new RecordingProvider(nodes(primary), clientConfig, poolConfig(primary.pool()), engine))
                .build();
    }

    /**
     * A {@link RedisClusterClient} of the primary, from Jedis's own builder.
     *
     * @param settings Jedis's settings on top of the target's
     * @throws redis.clients.jedis.exceptions.JedisException if the primary cannot be reached
     */
    public static RedisClusterClient redisClusterClient(
            Target primary, Engine engine, Consumer<DefaultJedisClientConfig.Builder> settings) {
        JedisClientConfig clientConfig = clientConfig(primary, settings);
        return RedisClusterClient.builder()
                .nodes(nodes(primary))
                .clientConfig(clientConfig)
                .connectionProvider(
                        new RecordingProvider(nodes(primary), clientConfig, poolConfig(primary.pool()), engine))
                .build();
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
