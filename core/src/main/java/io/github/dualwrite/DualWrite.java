package io.github.dualwrite;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Journal;
import io.github.dualwrite.config.Shutdown;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.Await;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.EngineStart;
import io.github.dualwrite.engine.Leftover;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.engine.UnrepairableKey;
import io.github.dualwrite.jedis.JedisClients;
import io.github.dualwrite.verify.VerifyOptions;
import io.github.dualwrite.verify.VerifyReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisCluster;

/**
 * Writes to every configured cluster, reads from the primary. One per application; safe for any thread.
 *
 * <pre>{@code
 * DualWrite dualWrite = DualWrite.builder()
 *         .primary(Target.cluster("cluster1", "cluster1-endpoint:6379"))
 *         .secondary(Target.cluster("cluster2", "cluster2-endpoint:6379"))
 *         .build();
 * JedisCluster jedis = dualWrite.jedisCluster();
 * }</pre>
 *
 * <p>Callers get the primary's replies and exceptions, and never wait for a secondary unless its target says {@code ack: sync}. What a
 * secondary could not be shown to have applied is copied to it from the primary later; nothing is dropped in silence. Not covered: writers that
 * bypass this object, until a verification.
 */
public final class DualWrite implements AutoCloseable {

    private static final int MOST_LISTED = 100;

    private final DualWriteConfig config;
    private final Engine engine;
    private final JedisClients jedis;

    private DualWrite(DualWriteConfig config, Engine engine) {
        this.config = config;
        this.engine = engine;
        this.jedis = new JedisClients(config.primary(), engine);
    }

    /** A builder with no targets. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from a whole configuration, for example one that was read from a file.
     *
     * @throws ConfigException if the configuration is not valid, with every problem, or if two targets are the same cluster
     */
    public static DualWrite start(DualWriteConfig config) {
        return new DualWrite(config, EngineStart.start(config));
    }

    /**
     * A genuine {@link JedisCluster} of the primary that writes to every cluster. Each call makes a client with pools of its own; closing it
     * does not close this object.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the primary cannot be reached
     */
    @SuppressWarnings(
            "deprecation") // Jedis marks it since 7.2; it is what existing code holds, and what Dualwrite is for
    public JedisCluster jedisCluster() {
        return jedisCluster(settings -> {});
    }

    /**
     * As {@link #jedisCluster()}, with settings of Jedis's own on top of the target's: the protocol, the client's name, reads from replicas.
     *
     * <pre>{@code
     * dualWrite.jedisCluster(settings -> settings.protocol(RedisProtocol.RESP3).readOnlyForRedisClusterReplicas());
     * }</pre>
     */
    @SuppressWarnings("deprecation") // as above
    public JedisCluster jedisCluster(Consumer<DefaultJedisClientConfig.Builder> settings) {
        return jedis.jedisCluster(settings);
    }

    /**
     * Every other kind of Jedis client of the primary: {@code RedisClusterClient}, {@code RedisClient} and {@code JedisPooled}, and builders for what
     * the settings do not reach. Kept apart because not every Jedis has them all, and this class must load with any.
     */
    public JedisClients jedis() {
        return jedis;
    }

    /** The configuration in force. */
    public DualWriteConfig config() {
        return config;
    }

    /** The engine, for other doors. */
    public Engine engine() {
        return engine;
    }

    /** How every secondary is doing, in the order of the configuration. */
    public List<SecondaryStatus> status() {
        return engine.status();
    }

    /** The keys that could not be copied to a secondary, and why: a hundred at most. Until the next write to each there is no agreement. */
    public List<UnrepairableKey> unrepairable(String secondary) {
        return engine.unrepairable(secondary, MOST_LISTED);
    }

    /** Starts copying what a secondary never had, where its target says {@code sync: manual}. Returns at once. */
    public void startBackfill(String secondary) {
        engine.startBackfill(secondary);
    }

    /**
     * Compares every key of every secondary with the primary, in both directions: type, value and time to live. Runs on the caller's thread, one
     * secondary after the other, for as long as reading everything at the configured pace takes; safe beside live writes.
     *
     * @return a report per secondary, in the order of the configuration; equal only if shown equal
     */
    public List<VerifyReport> verify(VerifyOptions options) {
        return config.secondaries().stream()
                .map(target -> engine.verify(target.name(), options))
                .toList();
    }

    /**
     * Waits until nothing is known to differ: every slot synced, nothing queued, nothing dirty.
     *
     * @return whether that is so; otherwise the time was over
     */
    public boolean awaitAgreement(Duration timeout) {
        return Await.until(timeout, () -> status().stream().allMatch(SecondaryStatus::isInAgreement));
    }

    /**
     * Waits up to the configured drain time for what is queued and dirty, then stops. Close the clients first: what is still in flight then counts
     * as in doubt, and what they write later is refused. Where a journal is configured, what is left stays in it; see {@link Leftover}. Later calls return the same.
     *
     * @return what is left, per secondary in the order of the configuration
     */
    public List<Leftover> shutdown() {
        return engine.shutdown();
    }

    /** As {@link #shutdown}; what is left is logged. */
    @Override
    public void close() {
        engine.close();
    }

    /** Collects targets. Not safe for several threads. */
    public static final class Builder {

        private DualWriteConfig.Builder config = DualWriteConfig.builder();

        private Builder() {}

        /** The cluster that answers; required. */
        public Builder primary(Target target) {
            config = config.primary(target);
            return this;
        }

        /** One more cluster that receives every write. */
        public Builder secondary(Target target) {
            config = config.secondary(target);
            return this;
        }

        /** How long closing waits for what is queued and dirty; ten seconds otherwise. */
        public Builder drainTimeout(Duration timeout) {
            config = config.shutdown(new Shutdown(timeout));
            return this;
        }

        /** A directory on a disk that outlives the process, where it remembers what is in doubt; see {@link Journal}. None otherwise. */
        public Builder journal(Path directory) {
            config = config.journal(Journal.in(directory));
            return this;
        }

        /**
         * Starts. Secondaries that are down are no obstacle.
         *
         * @throws ConfigException if the configuration is not valid, with every problem, or if two targets are the same cluster
         */
        public DualWrite build() {
            return DualWrite.start(config.build());
        }
    }
}
