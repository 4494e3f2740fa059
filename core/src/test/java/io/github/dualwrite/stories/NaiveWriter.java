package io.github.dualwrite.stories;

import io.github.dualwrite.testkit.LocalCluster;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/**
 * Writes to two clusters the obvious way: the caller's command goes to the first, and a pool of threads sends it to the second word for word. It is
 * there to show that a story is true: whoever measures nothing with it measures nothing at all.
 */
final class NaiveWriter implements AutoCloseable {

    private static final int THREADS = 50;
    private static final int TIMEOUT_MILLIS = 1_000;

    private final JedisCluster first;
    private final JedisCluster second;
    private final ExecutorService mirror;
    private final boolean secondFirst;

    private NaiveWriter(LocalCluster first, LocalCluster second, boolean secondFirst, ExecutorService mirror) {
        this.first = client(first);
        this.second = client(second);
        this.mirror = mirror;
        this.secondFirst = secondFirst;
    }

    /** What does not fit into the queue for the second cluster is dropped. */
    static NaiveWriter thatForgets(LocalCluster first, LocalCluster second) {
        return new NaiveWriter(
                first, second, false, pool(new ArrayBlockingQueue<>(1_000), new ThreadPoolExecutor.DiscardPolicy()));
    }

    /** The second cluster's thread is claimed before the first cluster is written, and there is no queue. */
    static NaiveWriter thatRefuses(LocalCluster first, LocalCluster second) {
        return new NaiveWriter(
                first, second, true, pool(new SynchronousQueue<>(), new ThreadPoolExecutor.AbortPolicy()));
    }

    private static ExecutorService pool(BlockingQueue<Runnable> queue, RejectedExecutionHandler full) {
        return new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, queue, full);
    }

    private static JedisCluster client(LocalCluster cluster) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(THREADS);
        HostAndPort[] nodes =
                Arrays.stream(cluster.seeds()).map(HostAndPort::from).toArray(HostAndPort[]::new);
        return new JedisCluster(
                Set.of(nodes),
                DefaultJedisClientConfig.builder().timeoutMillis(TIMEOUT_MILLIS).build(),
                1,
                pool);
    }

    /** Writes to the first cluster, and sooner or later, perhaps, to the second. */
    void write(Consumer<JedisCluster> command) {
        if (secondFirst) {
            mirror.execute(() -> command.accept(second));
            command.accept(first);
        } else {
            command.accept(first);
            mirror.execute(() -> command.accept(second));
        }
    }

    /** Waits for what is queued. */
    void settle() throws InterruptedException {
        mirror.shutdown();
        if (!mirror.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the mirror does not end");
        }
    }

    @Override
    public void close() {
        mirror.shutdownNow();
        first.close();
        second.close();
    }
}
