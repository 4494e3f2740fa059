package io.github.dualwrite.net;

/**
 * Who answered: the product and version from {@code HELLO} or {@code INFO server}, and the process's {@code run_id}.
 *
 * @param product {@code valkey} or {@code redis}
 * @param major major version, for example 8
 * @param minor minor version
 * @param patch patch version
 * @param runId the process's id, new at each start; empty where {@code INFO} is forbidden
 */
public record ServerIdentity(String product, int major, int minor, int patch, String runId) {

    /** Whether this server's version is at least the given one. Valkey counts on from Redis 7.2. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
}
