package io.github.dualwrite.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import redis.clients.jedis.Connection;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Everything a cluster holds, read key by key and made comparable: the tests' own judge, independent of the product's verifier. Reads a data
 * set whole, so it is for small ones.
 */
public final class DataSet {

    private final Map<String, KeyPage.Entry> entries = new TreeMap<>();

    private DataSet() {}

    /** Reads all keys of all primaries but those that start with {@code dualwrite:}. */
    public static DataSet of(LocalCluster cluster) {
        DataSet data = new DataSet();
        for (LocalNode node : cluster.primaries()) {
            try (Connection connection = node.connect()) {
                data.read(connection);
            }
        }
        return data;
    }

    /** How many keys there are. */
    public int size() {
        return entries.size();
    }

    /** What differs, a line per key; empty if nothing does. Times to live may be apart by {@code tolerance}. */
    public List<String> differences(DataSet other, Duration tolerance) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(entries.keySet());
        keys.addAll(other.entries.keySet());
        for (String key : keys) {
            KeyPage.Entry mine = entries.get(key);
            KeyPage.Entry theirs = other.entries.get(key);
            if (mine == null || theirs == null) {
                lines.add(key + ": only in the " + (mine == null ? "second" : "first"));
            } else if (!mine.value().equals(theirs.value())) {
                lines.add(key + ": " + brief(mine.value()) + " <> " + brief(theirs.value()));
            } else {
                lines.addAll(expiries(key, mine.expiry(), theirs.expiry(), tolerance));
                TreeSet<String> fields = new TreeSet<>(mine.fieldExpiries().keySet());
                fields.addAll(theirs.fieldExpiries().keySet());
                for (String field : fields) {
                    lines.addAll(expiries(
                            key + ": field " + field,
                            mine.fieldExpiries().getOrDefault(field, KeyPage.NEVER),
                            theirs.fieldExpiries().getOrDefault(field, KeyPage.NEVER),
                            tolerance));
                }
            }
        }
        return lines;
    }

    private static List<String> expiries(String what, long mine, long theirs, Duration tolerance) {
        if (mine == theirs) {
            return List.of();
        }
        if (mine == KeyPage.NEVER || theirs == KeyPage.NEVER) {
            return List.of(what + ": expires only in the " + (mine == KeyPage.NEVER ? "second" : "first"));
        }
        long apart = theirs - mine;
        return Math.abs(apart) <= tolerance.toMillis()
                ? List.of()
                : List.of(what + ": expires " + apart + " ms later in the second");
    }

    private void read(Connection connection) {
        byte[] cursor = SafeEncoder.encode("0");
        do {
            List<?> page = (List<?>) requireNonNull(LocalNode.command(
                    connection,
                    SafeEncoder.encode("SCAN"),
                    cursor,
                    SafeEncoder.encode("COUNT"),
                    SafeEncoder.encode("1000")));
            cursor = (byte[]) page.get(0);
            List<byte[]> keys = new ArrayList<>();
            for (Object key : (List<?>) page.get(1)) {
                if (!SafeEncoder.encode((byte[]) key).startsWith("dualwrite:")) {
                    keys.add((byte[]) key);
                }
            }
            KeyPage.read(connection, keys, entries);
        } while (!Arrays.equals(cursor, SafeEncoder.encode("0")));
    }

    private static String brief(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "... (" + value.length() + ")";
    }
}
