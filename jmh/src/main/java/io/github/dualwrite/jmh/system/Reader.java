package io.github.dualwrite.jmh.system;

import io.github.dualwrite.jmh.Latencies;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.JedisCluster;

/** A caller of the primary who reads about a thousand times a second while something else goes on. */
final class Reader implements Runnable {

    private static final long REST_NANOS = 1_000_000;

    private final JedisCluster jedis;
    private final int keys;
    private final Latencies latencies = new Latencies();
    private volatile boolean stopping;

    Reader(JedisCluster jedis, int keys) {
        this.jedis = jedis;
        this.keys = keys;
    }

    @Override
    public void run() {
        SplittableRandom random = new SplittableRandom(1);
        while (!stopping) {
            String key = "copied:" + random.nextInt(keys);
            long before = System.nanoTime();
            jedis.get(key);
            latencies.record(System.nanoTime() - before);
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    void stop() {
        stopping = true;
    }

    /** After the thread has ended. */
    Latencies latencies() {
        return latencies;
    }
}
