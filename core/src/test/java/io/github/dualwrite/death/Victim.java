package io.github.dualwrite.death;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Journal;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.exceptions.JedisException;

/**
 * An application of its own process, to be killed: it writes to a few keys as fast as it can, with commands of which each counts, and tells on
 * standard output how far it is.
 */
final class Victim {

    static final String TELLS = "@victim ";
    static final int KEYS = 24;
    private static final int THREADS = 3;

    private Victim() {}

    /** @param arguments the primary's seeds, the secondary's, a journal directory or {@code -}, milliseconds to restart within, a seed */
    public static void main(String... arguments) throws InterruptedException {
        DualWriteConfig.Builder config = DualWriteConfig.builder()
                .primary(target("primary", arguments[0]))
                .secondary(soonMissed(target("secondary", arguments[1])));
        if (!arguments[2].equals("-")) {
            config =
                    config.journal(new Journal(Path.of(arguments[2]), Duration.ofMillis(Long.parseLong(arguments[3]))));
        }
        DualWrite dualWrite = DualWrite.start(config.build()); // never closed: that is the point
        while (!dualWrite.awaitAgreement(Duration.ofSeconds(1))) {
            System.out.println(TELLS + "waits " + dualWrite.status());
        }
        System.out.println(TELLS + "agrees");
        AtomicLong writes = new AtomicLong();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(Long.parseLong(arguments[4]) * THREADS + i);
            new Thread(() -> load(dualWrite, random, writes)).start();
        }
        while (true) {
            System.out.println(TELLS + writes.get());
            Thread.sleep(20);
        }
    }

    private static void load(DualWrite dualWrite, Random random, AtomicLong writes) {
        try (JedisCluster jedis = dualWrite.jedisCluster()) {
            while (true) {
                int key = random.nextInt(KEYS);
                try {
                    switch (random.nextInt(4)) {
                        case 0 -> jedis.incr("hot:counter:" + key);
                        case 1 -> jedis.append("hot:text:" + key, "+");
                        case 2 -> jedis.rpush("hot:list:" + key, Long.toString(random.nextLong()));
                        default -> jedis.set("hot:text:" + key, "new");
                    }
                    writes.incrementAndGet();
                } catch (JedisException e) {
                    System.err.println(e);
                }
            }
        }
    }

    private static Target target(String name, String seeds) {
        Target target = Target.cluster(name, seeds.split(",")).timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
        return target.replication(target.replication().withPace(new Pace(1_000_000, 1L << 30)));
    }

    /** Whose processes count as vanished after a short silence, so that tests of their end are short. */
    static Target soonMissed(Target target) {
        Fleet fleet = target.replication().fleet().withPresence(Duration.ofSeconds(3));
        return target.replication(target.replication().withFleet(fleet));
    }

    static String seeds(String... seeds) {
        return String.join(",", Arrays.asList(seeds));
    }
}
