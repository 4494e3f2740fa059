package io.github.dualwrite.versions;

import io.github.dualwrite.testkit.ServerBinary;

/**
 * The versions that brought something; Valkey and Redis count apart since they parted.
 *
 * @param redis the first version of Redis that has it, as 100 * major + minor
 * @param valkey the first version of Valkey
 */
public record Since(int redis, int valkey) {

    /** Every version has it. */
    public static final Since EVER = new Since(0, 0);

    /** Of a time before Valkey parted from Redis. */
    public static Since redis(int major, int minor) {
        return new Since(100 * major + minor, 0);
    }

    /** Of a time when each went its own way. */
    public static Since either(int redisMajor, int redisMinor, int valkeyMajor, int valkeyMinor) {
        return new Since(100 * redisMajor + redisMinor, 100 * valkeyMajor + valkeyMinor);
    }

    /** Whether the server has it. */
    public boolean includes(ServerBinary server) {
        int version = 100 * server.major() + server.minor();
        return version >= (server.version().startsWith("Valkey") ? valkey : redis);
    }
}
