package io.github.dualwrite.spring.data;

import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.spring.DualWriteClients;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.util.ClassUtils;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;

/**
 * A {@link JedisConnectionFactory} of the primary whose connections write to every cluster: templates, caches, sessions, repositories, listener
 * containers and native connections alike. Spring Data goes round the client for many operations, to single nodes; these connections come from the
 * client's own pools, so they record, too.
 */
public class DualWriteConnectionFactory extends JedisConnectionFactory {

    private static final String UNIFIED_CLIENT = "redis.clients.jedis.RedisClusterClient";

    private final DualWriteClients clients;

    DualWriteConnectionFactory(DualWriteClients clients) {
        super(nodes(clients.primary()), settings(clients.primary()));
        this.clients = clients;
    }

    /** A factory of the primary that {@code clients} are made for. Connects when it is started. */
    public static DualWriteConnectionFactory of(DualWriteClients clients) {
        return ClassUtils.isPresent(UNIFIED_CLIENT, DualWriteConnectionFactory.class.getClassLoader())
                ? new UnifiedConnectionFactory(clients)
                : new DualWriteConnectionFactory(clients);
    }

    private static RedisClusterConfiguration nodes(Target primary) {
        RedisClusterConfiguration configuration = new RedisClusterConfiguration();
        for (Endpoint node : primary.nodes()) {
            configuration.addClusterNode(new RedisNode(node.host(), node.port()));
        }
        return configuration;
    }

    /** For who asks the factory; the client has its settings from the primary. */
    private static JedisClientConfiguration settings(Target primary) {
        JedisClientConfiguration.JedisClientConfigurationBuilder builder = JedisClientConfiguration.builder()
                .connectTimeout(primary.timeouts().connect())
                .readTimeout(primary.timeouts().command());
        if (primary.tls() != null) {
            builder.useSsl();
        }
        return builder.usePooling().build();
    }

    /** Called by Spring Data Redis 3.5 and 4.0. */
    @Override
    @SuppressWarnings({"deprecation", "removal"})
    protected JedisCluster createCluster(
            RedisClusterConfiguration nodes, GenericObjectPoolConfig<Connection> poolConfig) {
        return clients.jedisCluster();
    }
}
