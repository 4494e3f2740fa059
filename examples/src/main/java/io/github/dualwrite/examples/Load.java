package io.github.dualwrite.examples;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;

/** Writers on both doors at the same time: plain SETs of random keys through the listener, writes of every type through the facade. */
final class Load {

    static final int FIRST_HALF = 6_000;
    static final int SECOND_HALF = 12_000;

    private static final int LISTENER_CONNECTIONS = 4;
    private static final int FACADE_THREADS = 2;
    private static final int RANDOM_KEYS = 10_000;

    private final JedisCluster jedis;
    private final int listenerPort;
    private final AtomicInteger seeds = new AtomicInteger();

    Load(JedisCluster jedis, int listenerPort) {
        this.jedis = jedis;
        this.listenerPort = listenerPort;
    }

    /** Percentiles of the facade's calls, in microseconds. */
    record Latencies(long p50, long p99) {

        static Latencies of(AtomicLongArray nanos) {
            long[] sorted = new long[nanos.length()];
            for (int i = 0; i < sorted.length; i++) {
                sorted[i] = nanos.get(i);
            }
            Arrays.sort(sorted);
            return new Latencies(sorted[sorted.length / 2] / 1_000, sorted[sorted.length * 99 / 100] / 1_000);
        }

        @Override
        public String toString() {
            return "p50 " + p50 + " us, p99 " + p99 + " us";
        }
    }

    /** So many writes on each door. */
    Latencies run(String name, int writes) throws InterruptedException {
        AtomicInteger throughListener = new AtomicInteger();
        AtomicInteger throughFacade = new AtomicInteger();
        AtomicLongArray latencies = new AtomicLongArray(writes);
        ExecutorService threads = Executors.newFixedThreadPool(LISTENER_CONNECTIONS + FACADE_THREADS);
        for (int i = 0; i < LISTENER_CONNECTIONS; i++) {
            threads.execute(() -> setThroughListener(throughListener, writes));
        }
        for (int i = 0; i < FACADE_THREADS; i++) {
            threads.execute(() -> mixedThroughFacade(throughFacade, writes, latencies));
        }
        threads.shutdown();
        while (!threads.awaitTermination(500, TimeUnit.MILLISECONDS)) {
            progress(name, throughListener, throughFacade, writes);
        }
        progress(name, throughListener, throughFacade, writes);
        if (throughListener.get() < writes || throughFacade.get() < writes) {
            throw new IllegalStateException("a writer failed; see above");
        }
        return Latencies.of(latencies);
    }

    private static void progress(String name, AtomicInteger listener, AtomicInteger facade, int writes) {
        System.out.printf(
                "   %s  listener %5d/%d   facade %5d/%d%n",
                name, Math.min(writes, listener.get()), writes, Math.min(writes, facade.get()), writes);
    }

    private void setThroughListener(AtomicInteger done, int writes) {
        Random random = new Random(seeds.incrementAndGet());
        try (Connection connection = new Connection(new HostAndPort("127.0.0.1", listenerPort))) {
            while (done.getAndIncrement() < writes) {
                String key = String.format("key:%012d", random.nextInt(RANDOM_KEYS));
                connection.sendCommand(Protocol.Command.SET, key, Integer.toString(random.nextInt()));
                connection.getStatusCodeReply();
            }
        } catch (RuntimeException e) {
            System.out.println("   a writer through the listener failed: " + e);
            done.addAndGet(-writes);
        }
    }

    private void mixedThroughFacade(AtomicInteger done, int writes, AtomicLongArray latencies) {
        Random random = new Random(1_000 + seeds.incrementAndGet());
        try {
            int n;
            while ((n = done.getAndIncrement()) < writes) {
                long before = System.nanoTime();
                mixed(random, n);
                latencies.set(n, System.nanoTime() - before);
            }
        } catch (RuntimeException e) {
            System.out.println("   a writer through the facade failed: " + e);
            done.addAndGet(-writes);
        }
    }

    private void mixed(Random random, int n) {
        String key = Integer.toString(random.nextInt(500));
        switch (n % 10) {
            case 0 -> jedis.set("string:" + key, "value " + n);
            case 1 -> jedis.incr("counter:" + key);
            case 2 -> jedis.hset("hash:" + key, Map.of("f" + n % 7, "v" + n));
            case 3 -> jedis.rpush("list:" + key, "e" + n);
            case 4 -> jedis.lpop("list:" + key);
            case 5 -> jedis.sadd("set:" + key, "m" + n);
            case 6 -> jedis.spop("set:" + key);
            case 7 -> jedis.zincrby("zset:" + key, 1.5, "m" + n % 11);
            case 8 -> jedis.setex("session:" + key, 600, "s" + n);
            default -> jedis.del("string:" + random.nextInt(500));
        }
    }
}
