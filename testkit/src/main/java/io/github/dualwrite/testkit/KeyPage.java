package io.github.dualwrite.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Reads some keys of one server in three round trips, whatever their number: types and times to live, then values, then what the values name (pending
 * entries of groups, times of fields).
 */
final class KeyPage {

    /** One key: its type and value in a canonical text, when it expires, and when those fields of a hash expire that ever do. */
    record Entry(String value, long expiry, Map<String, Long> fieldExpiries) {}

    /** The expiry of what does not expire. */
    static final long NEVER = Long.MAX_VALUE;

    /** Asked for so many, a server gives all that there are. */
    private static final String MOST_VECTORS = "1000000";

    private final Connection connection;

    private KeyPage(Connection connection) {
        this.connection = connection;
    }

    /** The keys that are still there, by name, are added to {@code entries}. */
    static void read(Connection connection, List<byte[]> keys, Map<String, Entry> entries) {
        new KeyPage(connection).read(keys, entries);
    }

    private void read(List<byte[]> keys, Map<String, Entry> entries) {
        List<byte[][]> first = new ArrayList<>();
        for (byte[] key : keys) {
            first.add(words("PTTL", key));
            first.add(words("TYPE", key));
        }
        List<Object> answers = ask(first);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String type = text(answers.get(2 * i + 1));
            if (!type.equals("none")) {
                parts.add(new Part(keys.get(i), type, expiry(answers.get(2 * i))));
            }
        }
        round(parts, Part::values);
        List<Part> deep =
                parts.stream().filter(part -> !part.details().isEmpty()).toList();
        round(deep, Part::details);
        for (Part part : parts) {
            entries.put(text(part.key), part.entry());
        }
    }

    private void round(List<Part> parts, Function<Part, List<byte[][]>> questions) {
        List<byte[][]> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(questions.apply(part)));
        List<Object> answers = ask(all);
        int from = 0;
        for (Part part : parts) {
            int to = from + questions.apply(part).size();
            part.answers.add(answers.subList(from, to));
            from = to;
        }
    }

    private List<Object> ask(List<byte[][]> commands) {
        for (byte[][] words : commands) {
            ProtocolCommand name = () -> words[0];
            CommandArguments arguments = new CommandArguments(name);
            for (int i = 1; i < words.length; i++) {
                arguments.add(words[i]);
            }
            connection.sendCommand(arguments);
        }
        return commands.isEmpty() ? List.of() : connection.getMany(commands.size());
    }

    /** A key while it is read. */
    private static final class Part {
        private final byte[] key;
        private final String type;
        private final long expiry;
        private final List<List<Object>> answers = new ArrayList<>();

        Part(byte[] key, String type, long expiry) {
            this.key = key;
            this.type = type;
            this.expiry = expiry;
        }

        List<byte[][]> values() {
            return switch (type) {
                case "string" -> List.<byte[][]>of(words("GET", key));
                case "list" -> List.<byte[][]>of(words("LRANGE", key, "0", "-1"));
                case "set" -> List.<byte[][]>of(words("SMEMBERS", key));
                case "hash" -> List.<byte[][]>of(words("HGETALL", key));
                case "zset" -> List.<byte[][]>of(words("ZRANGE", key, "0", "-1", "WITHSCORES"));
                case "stream" ->
                    List.of(
                            words("XRANGE", key, "-", "+"),
                            words("XINFO", "STREAM", key),
                            words("XINFO", "GROUPS", key));
                case "vectorset" -> List.<byte[][]>of(words("VRANDMEMBER", key, MOST_VECTORS));
                default -> List.<byte[][]>of(words("DUMP", key));
            };
        }

        List<byte[][]> details() {
            List<byte[][]> details = new ArrayList<>();
            if (type.equals("hash")) {
                List<Object> fields = fields();
                if (!fields.isEmpty()) {
                    List<Object> words =
                            new ArrayList<>(List.of("HPTTL", key, "FIELDS", String.valueOf(fields.size())));
                    words.addAll(fields);
                    details.add(words(words.toArray()));
                }
            } else if (type.equals("stream")) {
                for (Object group : list(value(2))) {
                    details.add(words("XPENDING", key, field(list(group), "name"), "-", "+", "100000"));
                }
            }
            if (type.equals("vectorset")) {
                for (Object element : list(value(0))) {
                    details.add(words("VEMB", key, element, "RAW"));
                    details.add(words("VGETATTR", key, element));
                }
            }
            return details;
        }

        private List<Object> fields() {
            List<Object> fields = new ArrayList<>();
            List<?> pairs = list(value(0));
            for (int i = 0; i < pairs.size(); i += 2) {
                fields.add(pairs.get(i));
            }
            return fields;
        }

        private @Nullable Object value(int i) {
            return checked(answers.get(0).get(i));
        }

        Entry entry() {
            return new Entry(type + " " + canonical(), expiry, type.equals("hash") ? fieldExpiries() : Map.of());
        }

        private String canonical() {
            return switch (type) {
                case "set" -> sorted(list(value(0)), 1);
                case "hash" -> sorted(list(value(0)), 2);
                case "zset" -> scores(list(value(0)));
                case "stream" -> stream();
                case "vectorset" -> vectors();
                default -> show(value(0));
            };
        }

        /** The vectors as they are stored and their attributes; the links between them are drawn at random. */
        private String vectors() {
            TreeMap<String, String> elements = new TreeMap<>();
            List<?> names = list(value(0));
            for (int i = 0; i < names.size(); i++) {
                List<Object> details = answers.get(1);
                elements.put(
                        text(names.get(i)), show(checked(details.get(2 * i))) + show(checked(details.get(2 * i + 1))));
            }
            return elements.toString();
        }

        /** None on a server without such times, which answers with an error. */
        private Map<String, Long> fieldExpiries() {
            Map<String, Long> expiries = new TreeMap<>();
            List<?> times = answers.size() > 1 ? list(answers.get(1).get(0)) : List.of();
            List<Object> fields = fields();
            for (int i = 0; i < times.size(); i++) {
                long fieldExpiry = expiry(times.get(i));
                if (fieldExpiry != NEVER) {
                    expiries.put(text(fields.get(i)), fieldExpiry);
                }
            }
            return expiries;
        }

        /**
         * Entries, groups, and who holds which entry. A consumer that holds none is left out: whether a read that delivered nothing makes one depends on
         * the server's version.
         */
        private String stream() {
            StringBuilder text = new StringBuilder(show(value(0)));
            text.append(" last ").append(text(field(list(value(1)), "last-generated-id")));
            TreeMap<String, String> groups = new TreeMap<>();
            List<?> all = list(value(2));
            for (int i = 0; i < all.size(); i++) {
                StringBuilder pending = new StringBuilder();
                for (Object entry : list(checked(answers.get(1).get(i)))) {
                    List<?> fields = list(entry);
                    pending.append(text(fields.get(0)))
                            .append('@')
                            .append(text(fields.get(1)))
                            .append('x')
                            .append(fields.get(3))
                            .append(' ');
                }
                List<?> group = list(all.get(i));
                groups.put(text(field(group, "name")), text(field(group, "last-delivered-id")) + " " + pending);
            }
            return text.append(' ').append(groups).toString();
        }
    }

    private static @Nullable Object checked(@Nullable Object answer) {
        if (answer instanceof JedisDataException error) {
            throw error;
        }
        return answer;
    }

    /** Times are those of this process's clock, since reading takes a while and what remains of a time to live shrinks meanwhile. */
    private static long expiry(@Nullable Object ttl) {
        return ttl instanceof Long millis && millis >= 0 ? System.nanoTime() / 1_000_000 + millis : NEVER;
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

    private static Object field(List<?> alternating, String name) {
        for (int i = 0; i + 1 < alternating.size(); i += 2) {
            if (text(alternating.get(i)).equals(name)) {
                return alternating.get(i + 1);
            }
        }
        return "";
    }

    private static byte[][] words(Object... words) {
        return Arrays.stream(words)
                .map(word -> word instanceof byte[] raw ? raw : SafeEncoder.encode((String) word))
                .toArray(byte[][]::new);
    }

    private static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }

    private static String show(@Nullable Object reply) {
        return reply instanceof List<?> list
                ? list.stream().map(KeyPage::show).toList().toString()
                : text(reply);
    }

    private static String text(@Nullable Object word) {
        return word instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : String.valueOf(word);
    }
}
