package io.github.dualwrite.config;

import java.time.Duration;

/**
 * The keys that were confirmed lately are remembered, so that they can be copied again when a server has forgotten them: a failover loses what had
 * not been replicated inside the cluster.
 *
 * @param window how far replication inside a cluster may trail; default 60 s. It is added to the time since the servers were looked at last
 * @param maxBytes the memory for those keys; default 16 MiB. Of more, whole slots are copied again
 */
public record Recent(Duration window, long maxBytes) {

    /** 60 seconds, in 16 MiB. */
    public static Recent ofDefaults() {
        return new Recent(Duration.ofSeconds(60), 16L << 20);
    }

    void check(Checks checks) {
        checks.positive("window", window);
        checks.between("max-bytes", maxBytes, 0, Long.MAX_VALUE);
    }
}
