package io.github.dualwrite.testkit;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.util.SafeEncoder;

/** Moves one slot by the steps of the cluster specification, its keys by {@code MIGRATE}. */
final class SlotMove {

    private static final String KEYS_AT_ONCE = "100";
    private static final String TIMEOUT_MILLIS = "5000";

    private SlotMove() {}

    static void of(int slot, LocalNode source, LocalNode target, LocalCluster cluster) {
        String number = Integer.toString(slot);
        String sourceId = source.text("CLUSTER", "MYID");
        String targetId = target.text("CLUSTER", "MYID");
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            ask(to, "CLUSTER", "SETSLOT", number, "IMPORTING", sourceId);
            ask(from, "CLUSTER", "SETSLOT", number, "MIGRATING", targetId);
            List<?> keys;
            while (!(keys = (List<?>) ask(from, "CLUSTER", "GETKEYSINSLOT", number, KEYS_AT_ONCE)).isEmpty()) {
                migrate(from, target, keys, cluster.password());
            }
            ask(to, "CLUSTER", "SETSLOT", number, "NODE", targetId);
            ask(from, "CLUSTER", "SETSLOT", number, "NODE", targetId);
        }
        for (LocalNode other : cluster.primaries()) {
            other.command("CLUSTER", "SETSLOT", number, "NODE", targetId);
        }
    }

    private static void migrate(
            Connection from, LocalNode target, List<?> keys, @org.jspecify.annotations.Nullable String password) {
        List<byte[]> words = new java.util.ArrayList<>();
        for (String word :
                List.of("MIGRATE", target.host(), Integer.toString(target.port()), "", "0", TIMEOUT_MILLIS)) {
            words.add(SafeEncoder.encode(word));
        }
        if (password != null) {
            words.add(SafeEncoder.encode("AUTH"));
            words.add(SafeEncoder.encode(password));
        }
        words.add(SafeEncoder.encode("KEYS"));
        keys.forEach(key -> words.add((byte[]) key));
        LocalNode.command(from, words.toArray(new byte[0][]));
    }

    private static Object ask(Connection connection, String... words) {
        Object reply = LocalNode.command(
                connection,
                java.util.Arrays.stream(words).map(SafeEncoder::encode).toArray(byte[][]::new));
        return java.util.Objects.requireNonNull(reply);
    }
}
