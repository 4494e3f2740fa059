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
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Everything a cluster holds, read key by key and made comparable: the tests' own judge, independent of the product's verifier. Reads a data
 * set whole, so it is for small ones.
 */
public final class DataSet {

    /** The expiry of what does not expire. */
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * One key: its type and value in a canonical text, when it expires, and when those fields of a hash expire that ever do. Times are those of this
     * process's clock, since reading takes a while and what remains of a time to live shrinks meanwhile.
     */
    private record Entry(String value, long expiry, Map<String, Long> fieldExpiries) {}

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
            } else {
                lines.addAll(expiries(key, mine.expiry, theirs.expiry, tolerance));
                TreeSet<String> fields = new TreeSet<>(mine.fieldExpiries.keySet());
                fields.addAll(theirs.fieldExpiries.keySet());
                for (String field : fields) {
                    lines.addAll(expiries(
                            key + ": field " + field,
                            mine.fieldExpiries.getOrDefault(field, NEVER),
                            theirs.fieldExpiries.getOrDefault(field, NEVER),
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
        if (mine == NEVER || theirs == NEVER) {
            return List.of(what + ": expires only in the " + (mine == NEVER ? "second" : "first"));
        }
        long apart = theirs - mine;
        return Math.abs(apart) <= tolerance.toMillis()
                ? List.of()
                : List.of(what + ": expires " + apart + " ms later in the second");
    }

    private static long expiry(@Nullable Object ttl) {
        return ttl instanceof Long millis && millis >= 0 ? System.nanoTime() / 1_000_000 + millis : NEVER;
    }

    private void read(Connection connection) {
        byte[] cursor = SafeEncoder.encode("0");
        do {
            List<?> page = list(ask(connection, "SCAN", cursor, "COUNT", "1000"));
            cursor = (byte[]) page.get(0);
            for (Object key : list(page.get(1))) {
                byte[] name = (byte[]) key;
                if (!text(name).startsWith("dualwrite:")) {
                    long expiry = expiry(ask(connection, "PTTL", name));
                    String value = value(connection, name);
                    if (value != null) {
                        Map<String, Long> fields =
                                value.startsWith("hash ") ? fieldExpiries(connection, name) : Map.of();
                        entries.put(text(name), new Entry(value, expiry, fields));
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
            case "vectorset" -> "vectorset " + vectors(connection, key);
            default -> type + " " + text(ask(connection, "DUMP", key));
        };
    }

    private static Map<String, Long> fieldExpiries(Connection connection, byte[] key) {
        Map<String, Long> expiries = new TreeMap<>();
        List<?> fields = list(ask(connection, "HKEYS", key));
        if (fields.isEmpty()) {
            return expiries;
        }
        List<Object> words = new ArrayList<>(List.of("HPTTL", key, "FIELDS", String.valueOf(fields.size())));
        words.addAll(fields);
        try {
            List<?> answers = list(ask(connection, words.toArray()));
            for (int i = 0; i < answers.size(); i++) {
                long expiry = expiry(answers.get(i));
                if (expiry != NEVER) {
                    expiries.put(text(fields.get(i)), expiry);
                }
            }
        } catch (JedisDataException e) {
            return expiries; // a server without such times
        }
        return expiries;
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

    /**
     * Entries, groups, and who holds which entry. A consumer that holds none is left out: whether a read that delivered nothing makes one depends on the
     * server's version.
     */
    private static String stream(Connection connection, byte[] key) {
        StringBuilder text = new StringBuilder(show(ask(connection, "XRANGE", key, "-", "+")));
        text.append(" last ").append(field(list(ask(connection, "XINFO", "STREAM", key)), "last-generated-id"));
        TreeMap<String, String> groups = new TreeMap<>();
        for (Object group : list(ask(connection, "XINFO", "GROUPS", key))) {
            byte[] name = SafeEncoder.encode(field(list(group), "name"));
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
            groups.put(field(list(group), "name"), field(list(group), "last-delivered-id") + " " + pending);
        }
        return text.append(' ').append(groups).toString();
    }

    /** The vectors as they are stored and their attributes; the links between them are drawn at random. */
    private static String vectors(Connection connection, byte[] key) {
        TreeMap<String, String> elements = new TreeMap<>();
        for (Object element :
                list(ask(connection, "VRANDMEMBER", key, String.valueOf(ask(connection, "VCARD", key))))) {
            elements.put(
                    text(element),
                    show(ask(connection, "VEMB", key, element, "RAW"))
                            + show(ask(connection, "VGETATTR", key, element)));
        }
        return elements.toString();
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
