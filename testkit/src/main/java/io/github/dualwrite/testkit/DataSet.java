package io.github.dualwrite.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Everything a cluster holds, read key by key and made comparable: the tests' own judge, independent of the product's verifier. Reads a data
 * set whole, so it is for small ones.
 */
public final class DataSet {

    private static final long ORIGIN = System.nanoTime();

    /**
     * One key: its type and value in a canonical text, and when it ends, in milliseconds on the clock of this process, -1 if never. Reading takes
     * its time, so remaining times of two clusters would not be comparable.
     */
    private record Entry(String value, long end) {}

    private final Map<String, Entry> entries = new TreeMap<>();

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
            Entry mine = entries.get(key);
            Entry theirs = other.entries.get(key);
            if (mine == null || theirs == null) {
                lines.add(key + ": only in the " + (mine == null ? "second" : "first"));
            } else if (!mine.value.equals(theirs.value)) {
                lines.add(key + ": " + brief(mine.value) + " <> " + brief(theirs.value));
            } else if (mine.end < 0 != theirs.end < 0 || Math.abs(mine.end - theirs.end) > tolerance.toMillis()) {
                lines.add(key + ": expires at " + mine.end + " <> " + theirs.end + " ms");
            }
        }
        return lines;
    }

    private void read(Connection connection) {
        byte[] cursor = SafeEncoder.encode("0");
        do {
            List<?> page = list(ask(connection, "SCAN", cursor, "COUNT", "1000"));
            cursor = (byte[]) page.get(0);
            for (Object key : list(page.get(1))) {
                byte[] name = (byte[]) key;
                if (!text(name).startsWith("dualwrite:")) {
                    long ttl = ask(connection, "PTTL", name) instanceof Long millis ? millis : -2;
                    long end = ttl < 0 ? -1 : ttl + (System.nanoTime() - ORIGIN) / 1_000_000;
                    String value = value(connection, name);
                    if (value != null) {
                        entries.put(text(name), new Entry(value, end));
                    }
                }
            }
        } while (!text(cursor).equals("0"));
    }

    private static @Nullable String value(Connection connection, byte[] key) {
        String type = text(ask(connection, "TYPE", key));
        return switch (type) {
            case "none" -> null;
            case "string" -> "string " + text(ask(connection, "GET", key));
            case "list" -> "list " + show(ask(connection, "LRANGE", key, "0", "-1"));
            case "set" -> "set " + sorted(list(ask(connection, "SMEMBERS", key)), 1);
            case "hash" -> "hash " + sorted(list(ask(connection, "HGETALL", key)), 2);
            case "zset" -> "zset " + scores(list(ask(connection, "ZRANGE", key, "0", "-1", "WITHSCORES")));
            case "stream" -> "stream " + stream(connection, key);
            default -> type + " " + text(ask(connection, "DUMP", key));
        };
    }

    private static String sorted(List<?> words, int perElement) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < words.size(); i += perElement) {
            elements.add(show(words.subList(i, i + perElement)));
        }
        elements.sort(null);
        return elements.toString();
    }

    private static String scores(List<?> words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i += 2) {
            String score = text(words.get(i + 1)).replace("inf", "Infinity");
            text.append(text(words.get(i)))
                    .append('=')
                    .append(Double.parseDouble(score))
                    .append(' ');
        }
        return text.toString();
    }

    private static String stream(Connection connection, byte[] key) {
        StringBuilder text = new StringBuilder(show(ask(connection, "XRANGE", key, "-", "+")));
        text.append(" last ").append(field(list(ask(connection, "XINFO", "STREAM", key)), "last-generated-id"));
        TreeMap<String, String> groups = new TreeMap<>();
        for (Object group : list(ask(connection, "XINFO", "GROUPS", key))) {
            byte[] name = SafeEncoder.encode(field(list(group), "name"));
            TreeSet<String> consumers = new TreeSet<>();
            for (Object consumer : list(ask(connection, "XINFO", "CONSUMERS", key, name))) {
                consumers.add(field(list(consumer), "name"));
            }
            StringBuilder pending = new StringBuilder();
            for (Object entry : list(ask(connection, "XPENDING", key, name, "-", "+", "100000"))) {
                List<?> fields = list(entry);
                pending.append(text(fields.get(0)))
                        .append('@')
                        .append(text(fields.get(1)))
                        .append('x')
                        .append(fields.get(3))
                        .append(' ');
            }
            groups.put(
                    field(list(group), "name"),
                    field(list(group), "last-delivered-id") + " " + consumers + " " + pending);
        }
        return text.append(' ').append(groups).toString();
    }

    private static String field(List<?> alternating, String name) {
        for (int i = 0; i + 1 < alternating.size(); i += 2) {
            if (text(alternating.get(i)).equals(name)) {
                return text(alternating.get(i + 1));
            }
        }
        return "";
    }

    private static @Nullable Object ask(Connection connection, Object... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i] instanceof byte[] raw ? raw : SafeEncoder.encode((String) words[i]);
        }
        return LocalNode.command(connection, bytes);
    }

    private static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }

    private static String show(@Nullable Object reply) {
        return reply instanceof List<?> list
                ? list.stream().map(DataSet::show).toList().toString()
                : text(reply);
    }

    private static String text(@Nullable Object word) {
        return word instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : String.valueOf(word);
    }

    private static String brief(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "... (" + value.length() + ")";
    }
}
