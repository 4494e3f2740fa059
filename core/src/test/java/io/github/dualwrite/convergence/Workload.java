package io.github.dualwrite.convergence;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.testkit.ServerBinary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;

/** Many callers at once, for a time; one {@code FLUSHALL} on the way. What each caller draws follows from the seed. */
final class Workload {

    private static final int CALLERS = 8;
    private static final String SCRIPT = "return redis.call('incrby', KEYS[1], 3)";

    private final DualWrite dualWrite;
    private final ServerBinary primary;
    private final long seed;
    private final Tally tally;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    /** @param primary what the primary runs */
    Workload(DualWrite dualWrite, ServerBinary primary, long seed, Tally tally) {
        this.dualWrite = dualWrite;
        this.primary = primary;
        this.seed = seed;
        this.tally = tally;
    }

    void run(Duration time) throws InterruptedException {
        try (JedisCluster jedis = dualWrite.jedisCluster();
                RedisClusterClient client = dualWrite.jedis().redisClusterClient()) {
            String script = load(jedis);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Draw draw = new Draw(seed * 31 + i, primary);
                Caller caller = new Caller(draw, jedis, client, tally, script);
                Thread thread = new Thread(() -> call(caller), "caller-" + i);
                thread.start();
                threads.add(thread);
            }
            long start = System.nanoTime();
            boolean flushed = false;
            for (Thread thread : threads) {
                while (thread.isAlive() && System.nanoTime() - start < time.toNanos()) {
                    thread.join(20);
                    if (!flushed && System.nanoTime() - start > time.toNanos() / 3) {
                        flushed = true;
                        jedis.flushAll();
                        tally.done(Op.of("FLUSHALL"));
                    }
                }
            }
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("a caller failed, seed " + seed, thrown);
        }
    }

    private void call(Caller caller) {
        try {
            while (!over) {
                caller.step();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            over = true;
        }
    }

    private static String load(JedisCluster jedis) {
        String digest = "";
        for (ConnectionPool pool : jedis.getClusterNodes().values()) {
            try (Connection connection = pool.getResource()) {
                connection.sendCommand(Protocol.Command.SCRIPT, "LOAD", SCRIPT);
                digest = connection.getBulkReply();
            }
        }
        return digest;
    }
}
