package io.github.dualwrite.config;

import java.time.Duration;

/**
 * The pool of connections per node that Jedis uses on the primary. Secondaries need none: each lane has a connection per node.
 *
 * @param maxTotal the most connections per node; default 8
 * @param maxIdle the most idle ones; default 8
 * @param minIdle the fewest idle ones; default 0
 * @param maxWait how long a caller waits for a connection; default 2 s
 */
public record Pool(int maxTotal, int maxIdle, int minIdle, Duration maxWait) {

    /** 8, 8, 0 and 2 s. */
    public static Pool ofDefaults() {
        return new Pool(8, 8, 0, Duration.ofSeconds(2));
    }

    /** The same with another size, all of it idle at most. */
    public Pool withMaxTotal(int size) {
        return new Pool(size, size, minIdle, maxWait);
    }

    void check(Checks checks) {
        checks.between("max-total", maxTotal, 1, Long.MAX_VALUE);
        checks.between("max-idle", maxIdle, 0, Math.max(0, maxTotal));
        checks.between("min-idle", minIdle, 0, Math.max(0, maxIdle));
        checks.positive("max-wait", maxWait);
    }
}
