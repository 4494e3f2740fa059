package io.github.dualwrite.config;

import java.time.Duration;

/**
 * The audit compares some recently written keys with the primary a moment after they were written: it finds who writes to a secondary, or to the
 * primary, without Dualwrite. What differs again and again is copied.
 *
 * @param share of all keys, chosen by their hash, from 0 (no audit) to 1; default 0.01
 * @param delay from the write to the comparison; default 2 s
 */
public record Audit(double share, Duration delay) {

    /** One key of a hundred, two seconds after each write. */
    public static Audit ofDefaults() {
        return new Audit(0.01, Duration.ofSeconds(2));
    }

    void check(Checks checks) {
        checks.require(share >= 0 && share <= 1, "share", share, "0 to 1");
        checks.positive("delay", delay);
    }
}
