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

    /** What every server takes as one word unless it was told otherwise ({@code proto-max-bulk-len}). */
    static final long LONGEST_WORD = 512L << 20;

    /** What every server takes, whatever it was told. */
    static final long SHORT_WORD = 1L << 20;

    /** Whether this server's version is at least the given one. Valkey counts on from Redis 7.2. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    /** From the answer to {@code INFO server}; what it does not say stays 0 or empty. */
    static ServerIdentity fromInfo(String info) {
        String redis = "0.0.0";
        String valkey = null;
        String runId = "";
        for (String line : info.split("\r?\n")) {
            if (line.startsWith("redis_version:")) {
                redis = line.substring(line.indexOf(':') + 1).trim();
            } else if (line.startsWith("valkey_version:")) {
                valkey = line.substring(line.indexOf(':') + 1).trim();
            } else if (line.startsWith("run_id:")) {
                runId = line.substring(line.indexOf(':') + 1).trim();
            }
        }
        int[] parts = parts(valkey == null ? redis : valkey);
        return new ServerIdentity(valkey == null ? "redis" : "valkey", parts[0], parts[1], parts[2], runId);
    }

    private static int[] parts(String version) {
        int[] parts = new int[3];
        String[] words = version.split("[^0-9]+");
        for (int i = 0; i < Math.min(3, words.length); i++) {
            parts[i] = words[i].isEmpty() ? 0 : Integer.parseInt(words[i]);
        }
        return parts;
    }
}
