package io.github.dualwrite.config;

import java.time.Duration;

/**
 * The lanes of one secondary.
 *
 * @param count lanes, a thread each; default 1. More of them share the work on a large machine, and a large key that is copied holds up fewer others, but each
 *     makes smaller batches
 * @param linger how long a lane waits for more between two batches that are not full, and before it looks again when there was nothing;
 *     default 0.7 ms. Callers of a target with {@code ack: sync} do not wait for it
 * @param maxBatch the most effects sent together; default 4,096
 * @param maxEntries the most effects queued over all lanes; default 65,536. More become dirty keys
 * @param maxBytes the most bytes of queued effects over all lanes; default 64 MiB. More become dirty keys
 * @param maxDirtyBytes the most bytes of dirty keys; default 64 MiB. More become dirty slots
 */
public record Lanes(int count, Duration linger, int maxBatch, int maxEntries, long maxBytes, long maxDirtyBytes) {

    /** The defaults named above. */
    public static Lanes ofDefaults() {
        return new Lanes(1, Duration.ofNanos(700_000), 4_096, 65_536, 64L << 20, 64L << 20);
    }

    /** The same with another number of lanes. */
    public Lanes withCount(int value) {
        return new Lanes(value, linger, maxBatch, maxEntries, maxBytes, maxDirtyBytes);
    }

    /** The same with other limits. */
    public Lanes withLimits(int entries, long bytes, long dirtyBytes) {
        return new Lanes(count, linger, maxBatch, entries, bytes, dirtyBytes);
    }

    void check(Checks checks) {
        checks.between("count", count, 1, 64);
        checks.positive("linger", linger);
        checks.require(linger.toMillis() <= 1_000, "linger", linger.toMillis() + "ms", "at most one second");
        checks.between("max-batch", maxBatch, 1, 65_536);
        checks.between("max-entries", maxEntries, 2L * Math.max(1, count), 1 << 26);
        checks.between("max-bytes", maxBytes, 1_024, Long.MAX_VALUE);
        checks.between("max-dirty-bytes", maxDirtyBytes, 1_024, Long.MAX_VALUE);
    }
}
