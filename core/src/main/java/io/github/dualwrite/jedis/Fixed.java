package io.github.dualwrite.jedis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;

/** What cannot be set on the builders, because writes would go past the recording or to where they are not mirrored from. */
final class Fixed {

    private Fixed() {}

    static UnsupportedOperationException refused(String setting) {
        return new UnsupportedOperationException(
                setting + ": refused (expected: the primary's own, whose connections record what is written)");
    }

    /** Jedis selects the database while it connects, where nobody sees it. */
    static void requireDatabase0(@Nullable JedisClientConfig config) {
        if (config != null && config.getDatabase() != 0) {
            throw new IllegalArgumentException(
                    "database: " + config.getDatabase() + " (expected: 0, the only one that is mirrored)");
        }
    }
}
