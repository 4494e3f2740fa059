package io.github.dualwrite.fire;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.convergence.Caller;
import io.github.dualwrite.convergence.Draw;
import io.github.dualwrite.testkit.ServerBinary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisException;

/** The callers of one process: they begin paused, go and pause again when told. For the thread that gives the commands. */
final class WriterLoad implements AutoCloseable {

    private static final String SCRIPT = "return redis.call('incrby', KEYS[1], 3)";
    private static final long REST_NANOS = 5_000_000;

    final FireTally tally = new FireTally();

    private final JedisCluster jedis;
    private final RedisClusterClient client;
    private final List<Thread> threads = new ArrayList<>();
    /** Held for reading by every call under way. */
    private final ReentrantReadWriteLock atWork = new ReentrantReadWriteLock(true);

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile Orders orders;

    /** What the callers do now; replaced as a whole. */
    private record Orders(boolean going, boolean over, long nanosPerStep) {}

    WriterLoad(DualWrite dualWrite, WriterSettings settings) {
        this.jedis = dualWrite.jedisCluster();
        this.client = dualWrite.jedis().redisClusterClient();
        this.orders = new Orders(false, false, pause(settings.rate(), settings.callers()));
        ServerBinary server = ServerBinary.at(Path.of(settings.server()));
        String script = digest();
        for (int i = 0; i < settings.callers(); i++) {
            Draw draw = new Draw(settings.seed() * 31 + i, server);
            Caller caller = new Caller(draw, jedis, client, tally, script);
            Thread thread = new Thread(() -> call(caller), "caller-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private static long pause(int rate, int callers) {
        return rate == 0 ? 0 : 1_000_000_000L * callers / rate;
    }

    private void call(Caller caller) {
        long due = System.nanoTime();
        while (!orders.over()) {
            if (!orders.going()) {
                LockSupport.parkNanos(REST_NANOS);
                due = System.nanoTime();
                continue;
            }
            atWork.readLock().lock();
            try {
                if (orders.going()) {
                    due = step(caller, due);
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
                return;
            } finally {
                atWork.readLock().unlock();
            }
        }
    }

    private long step(Caller caller, long due) {
        try {
            caller.step();
        } catch (JedisException e) {
            tally.ended(e);
            LockSupport.parkNanos(REST_NANOS);
        } catch (NullPointerException e) {
            tally.ended(e);
        }
        long next = due + orders.nanosPerStep();
        long early = next - System.nanoTime();
        if (early > 0) {
            LockSupport.parkNanos(early);
            return next;
        }
        return System.nanoTime();
    }

    String go() {
        orders = new Orders(true, false, orders.nanosPerStep());
        return "ok=true";
    }

    String rate(int rate) {
        orders = new Orders(orders.going(), false, pause(rate, threads.size()));
        return "ok=true";
    }

    /** Returns when no call is under way any more. */
    String pause() {
        orders = new Orders(false, false, orders.nanosPerStep());
        atWork.writeLock().lock();
        try {
            return failed();
        } finally {
            atWork.writeLock().unlock();
        }
    }

    /** What made a caller give up, or that nothing did. */
    String failed() {
        Throwable thrown = failure.get();
        if (thrown == null) {
            return "ok=true";
        }
        thrown.printStackTrace(System.err);
        return "failed=" + thrown.toString().replaceAll("\\s+", "_");
    }

    String flush() {
        try {
            jedis.flushAll();
        } catch (JedisBroadcastException e) {
            tally.unanswered.increment(); // one node did not: it was down, or no primary any more
        } catch (JedisException e) {
            tally.ended(e);
        }
        return "ok=true";
    }

    /** The script's digest; a node that does not know it answers {@code NOSCRIPT}, which is trouble like any other. */
    private String digest() {
        try {
            return jedis.scriptLoad(SCRIPT, "any");
        } catch (JedisException e) {
            return "0".repeat(40);
        }
    }

    @Override
    public void close() {
        pause();
        orders = new Orders(false, true, 0);
        client.close();
        jedis.close();
    }
}
