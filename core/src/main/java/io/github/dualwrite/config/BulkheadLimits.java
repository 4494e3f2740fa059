package io.github.dualwrite.config;

/**
 * The bulkhead of one secondary. When it is full, effects are refused at once and become dirty keys; nobody waits.
 *
 * @param maxConcurrent the most effects in flight: queued or sent, and not yet confirmed; default 65,536
 */
public record BulkheadLimits(int maxConcurrent) {

    /** 65,536. */
    public static BulkheadLimits ofDefaults() {
        return new BulkheadLimits(65_536);
    }

    void check(Checks checks) {
        checks.between("max-concurrent", maxConcurrent, 1, Long.MAX_VALUE);
    }
}
