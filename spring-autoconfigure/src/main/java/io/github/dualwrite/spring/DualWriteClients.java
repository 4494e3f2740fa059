package io.github.dualwrite.spring;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Makes Jedis's clients of the primary, with the settings that the application asks for. Names no type that a supported Jedis lacks, since containers
 * look at the methods of a bean: see {@link RedisClusterClients}. Safe for any thread.
 */
public final class DualWriteClients {

    private final DualWrite dualWrite;
    private final List<JedisSettingsCustomizer> customizers;

    /** Of {@code dualWrite}, with the customizers called in the order of the list. */
    public DualWriteClients(DualWrite dualWrite, List<JedisSettingsCustomizer> customizers) {
        this.dualWrite = dualWrite;
        this.customizers = List.copyOf(customizers);
    }

    /**
     * A new client with pools of its own; to be closed by the caller.
     *
     * @throws PrimaryUnreachableException if the primary cannot be reached
     */
    @SuppressWarnings("deprecation") // it is what existing code holds
    public JedisCluster jedisCluster() {
        return make(() -> dualWrite.jedisCluster(this::customize));
    }

    /** The cluster that answers. */
    public Target primary() {
        return dualWrite.config().primary();
    }

    DualWrite dualWrite() {
        return dualWrite;
    }

    void customize(DefaultJedisClientConfig.Builder settings) {
        customizers.forEach(customizer -> customizer.customize(settings));
    }

    <T> T make(Supplier<T> client) {
        try {
            return client.get();
        } catch (JedisException e) {
            throw new PrimaryUnreachableException(primary(), e);
        }
    }
}
