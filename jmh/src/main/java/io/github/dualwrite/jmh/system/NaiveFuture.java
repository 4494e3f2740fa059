package io.github.dualwrite.jmh.system;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** What people write next: the second cluster on a pool of eight threads, whose queue has no end. Nobody waits, and nothing keeps an order. */
final class NaiveFuture implements Contender {

    private static final int POOL = 8;

    private final UnifiedJedis primary;
    private final UnifiedJedis secondary;
    private final ExecutorService pool = Executors.newFixedThreadPool(POOL);
    private final LongAdder submitted = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();

    NaiveFuture(UnifiedJedis primary, UnifiedJedis secondary) {
        this.primary = primary;
        this.secondary = secondary;
    }

    @Override
    public void call(Operation operation, String[] keys, int at, String value) {
        operation.on(primary, keys, at, value);
        if (operation.writes()) {
            submitted.increment();
            CompletableFuture.runAsync(() -> mirror(operation, keys, at, value), pool);
        }
    }

    private void mirror(Operation operation, String[] keys, int at, String value) {
        try {
            operation.on(secondary, keys, at, value);
        } catch (JedisException e) {
            failed.increment();
        } finally {
            done.increment();
        }
    }

    @Override
    public boolean settle(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (done.sum() < submitted.sum() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return done.sum() >= submitted.sum();
    }

    @Override
    public long lost() {
        return failed.sum() + submitted.sum() - done.sum();
    }

    @Override
    public void close() {
        pool.shutdownNow();
        primary.close();
        secondary.close();
    }
}
