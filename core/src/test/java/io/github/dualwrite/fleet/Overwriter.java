package io.github.dualwrite.fleet;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.JedisCluster;

/**
 * Overwrites keys blindly until it is told to stop, then each once more, so that the last write of every key is contended. One engine of several in a test,
 * or a process of its own.
 */
final class Overwriter {

    static final Duration SOON = Duration.ofMinutes(2);

    private Overwriter() {}

    static DualWrite facade(List<String> primary, List<String> secondary, boolean frames) {
        Target target = Target.cluster("secondary", secondary.toArray(new String[0]));
        return DualWrite.builder()
                .primary(Target.cluster("primary", primary.toArray(new String[0])))
                .secondary(target.replication(target.replication()
                        .withPace(new Pace(1_000_000, 1L << 30))
                        .withFleet(io.github.dualwrite.config.Fleet.ofDefaults().withEnabled(frames))))
                .build();
    }

    /** @param together waits for the others before each of the last writes, or {@code null} */
    static void run(DualWrite process, List<String> keys, int seed, AtomicBoolean stop, @Nullable Callable<?> together)
            throws Exception {
        Random random = new Random(seed);
        try (JedisCluster jedis = process.jedisCluster()) {
            for (int n = 0; !stop.get(); n++) {
                write(jedis, keys.get(random.nextInt(keys.size())), random, seed + ":" + n, keys);
            }
            for (String key : keys) {
                if (together != null) {
                    together.call();
                }
                jedis.set(key, "last of " + seed);
            }
        }
    }

    private static void write(JedisCluster jedis, String key, Random random, String value, List<String> keys) {
        switch (random.nextInt(5)) {
            case 0 -> jedis.set(key, value);
            case 1 -> jedis.del(key);
            case 2 -> jedis.hset("hash:" + key, "field", value);
            case 3 -> jedis.append("long:" + key, value.substring(0, 1));
            default -> {
                try (AbstractPipeline pipeline = jedis.pipelined()) {
                    for (int i = 0; i < 4; i++) {
                        pipeline.set(keys.get(random.nextInt(keys.size())), value + i);
                    }
                }
            }
        }
    }

    /** A process: takes its seed, how many keys, whether with frames, and the clusters; overwrites until a line comes in, and says when it is settled. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // the log's place, so that answers stay answers
        int seed = Integer.parseInt(args[0]);
        List<String> keys = keys(Integer.parseInt(args[1]));
        AtomicBoolean stop = new AtomicBoolean();
        try (DualWrite process = facade(
                        List.of(args[3].split(",")), List.of(args[4].split(",")), Boolean.parseBoolean(args[2]));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answers.println(process.awaitAgreement(SOON) ? "ready" : "not ready " + process.status());
            orders.readLine();
            Thread watch = new Thread(() -> {
                try {
                    orders.readLine();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } finally {
                    stop.set(true);
                }
            });
            watch.start();
            run(process, keys, seed, stop, null);
            watch.join();
            answers.println("written");
            while (orders.readLine() != null) {
                answers.println(process.awaitAgreement(SOON) ? "settled" : "not settled " + process.status());
            }
        }
    }

    static List<String> keys(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "key:" + i)
                .toList();
    }
}
