package io.github.dualwrite.config;

import java.time.Duration;

/**
 * Exponential, jittered retries of connection attempts and transient replies of one target.
 *
 * @param maxAttempts attempts in one go; afterwards a node counts as down, its writes become dirty keys, and a probe goes on. Default 5
 * @param initialWait before the second attempt; default 50 ms
 * @param multiplier of each further wait; default 2
 * @param maxWait the longest wait; default 1 s
 */
public record RetryPolicy(int maxAttempts, Duration initialWait, double multiplier, Duration maxWait) {

    /** 5 attempts, 50 ms, doubled, up to 1 s. */
    public static RetryPolicy ofDefaults() {
        return new RetryPolicy(5, Duration.ofMillis(50), 2.0, Duration.ofSeconds(1));
    }

    void check(Checks checks) {
        checks.between("max-attempts", maxAttempts, 1, 100);
        checks.require(initialWait.toMillis() >= 1, "initial-wait", initialWait.toMillis() + "ms", "at least 1 ms");
        checks.require(multiplier > 1.0 && multiplier <= 10, "multiplier", multiplier, "above 1 and at most 10");
        checks.require(
                maxWait.compareTo(initialWait) > 0,
                "max-wait",
                maxWait.toMillis() + "ms",
                "longer than initial-wait, " + initialWait.toMillis() + "ms");
    }
}
