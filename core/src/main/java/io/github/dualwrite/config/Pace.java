package io.github.dualwrite.config;

/**
 * How fast slots are copied in the background; slower while the primary answers slower than usual.
 *
 * @param keysPerSecond default 5,000
 * @param bytesPerSecond of serialized values; default 16 MiB
 */
public record Pace(int keysPerSecond, long bytesPerSecond) {

    /** 5,000 keys and 16 MiB a second. */
    public static Pace ofDefaults() {
        return new Pace(5_000, 16L << 20);
    }

    void check(Checks checks) {
        checks.between("keys-per-second", keysPerSecond, 1, Long.MAX_VALUE);
        checks.between("bytes-per-second", bytesPerSecond, 1_024, Long.MAX_VALUE);
    }
}
