package io.github.dualwrite.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** States that one key, {@code k}, can be in: every type, small and larger than a chunk, with and without times to live. */
public final class States {

    /** More elements than two chunks, so that a page in the middle has both neighbours. */
    private static final int MANY = 1_300;

    private States() {}

    /**
     * One state.
     *
     * @param name what it is
     * @param commands how to make it
     * @param needs a command that the server must know
     */
    public record State(String name, List<String> commands, String needs) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** All of them. */
    public static List<State> all() {
        List<State> states = new ArrayList<>();
        add(states, "nothing", "PING");
        add(states, "a string", "SET k value");
        add(states, "an empty string", "SET k ''");
        add(states, "a string that expires", "SET k value EX 300");
        add(states, "a number", "SET k 12345");
        add(
                states,
                "a string of three megabytes",
                "SETRANGE k 3000000 end",
                "SETRANGE k 1500000 middle",
                "EXPIRE k 300");
        add(states, "a string of two whole chunks", "SETRANGE k 2097151 x");
        add(states, "a bitmap", "SETBIT k 70000 1");
        add(states, "a HyperLogLog", "PFADD k a b c d");
        add(states, "a list", "RPUSH k a b '' a");
        add(states, "a long list", "RPUSH k " + many(i -> "e" + i), "EXPIRE k 300");
        add(states, "a set", "SADD k a b c");
        add(states, "a set of numbers", "SADD k 1 2 3");
        add(states, "a big set of numbers", "SADD k " + many(i -> "" + i));
        add(states, "a big set", "SADD k " + many(i -> "m" + i), "EXPIRE k 300");
        add(states, "a hash", "HSET k f v g w", "EXPIRE k 300");
        add(states, "a big hash", "HSET k " + many(i -> "f" + i + " v" + i));
        add(states, "a sorted set", "ZADD k 1 a 0.1 b -inf c inf d 1e300 e 0.30000000000000004 f");
        add(states, "a big sorted set", "ZADD k " + many(i -> i % 7 + ".1 m" + i), "EXPIRE k 300");
        add(states, "a geographic set", "GEOADD k 13.361389 38.115556 a 15.087269 37.502669 b");
        streams(states);
        states.add(new State(
                "a hash with fields that expire",
                List.of("HSET k f v g w h x", "HPEXPIRE k 300000 FIELDS 2 f g", "EXPIRE k 900"),
                "HPEXPIRE"));
        states.add(new State(
                "a big hash with fields that expire",
                List.of("HSET k " + many(i -> "f" + i + " v" + i), "HPEXPIRE k 300000 FIELDS 700 " + fields(700)),
                "HPEXPIRE"));
        return states;
    }

    private static void streams(List<State> states) {
        String[] three = {"XADD k 1-1 f a", "XADD k 2-1 f b g c", "XADD k 3-1 f d"};
        add(states, "a stream", three);
        add(states, "a stream whose last entry was deleted", with(three, "XDEL k 3-1", "EXPIRE k 300"));
        add(states, "an empty stream that was trimmed", with(three, "XTRIM k MAXLEN 0"));
        add(states, "an empty stream with a group", "XGROUP CREATE k g 0 MKSTREAM");
        String[] pending = with(
                three,
                "XGROUP CREATE k g 0",
                "XGROUP CREATE k unused $",
                "XREADGROUP GROUP g bob COUNT 2 STREAMS k >",
                "XREADGROUP GROUP g eve COUNT 1 STREAMS k >",
                "XCLAIM k g eve 0 2-1 RETRYCOUNT 7");
        add(states, "a stream with pending entries", pending);
        add(states, "a stream with pending entries that were deleted", with(pending, "XDEL k 1-1 3-1"));
        add(states, "an empty stream with pending entries", with(pending, "XTRIM k MAXLEN 0"));
        add(
                states,
                "a long stream with many pending entries",
                with(
                        IntStream.rangeClosed(1, MANY)
                                .mapToObj(i -> "XADD k " + i + "-0 f v" + i)
                                .toArray(String[]::new),
                        "XGROUP CREATE k g 0",
                        "XREADGROUP GROUP g bob COUNT 1200 STREAMS k >",
                        "XDEL k 1-0 600-0 601-0 1100-0",
                        "XACK k g 5-0"));
    }

    private static void add(List<State> states, String name, String... commands) {
        states.add(new State(name, List.of(commands), "PING"));
    }

    private static String[] with(String[] commands, String... more) {
        List<String> all = new ArrayList<>(List.of(commands));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private static String many(IntFunction<String> element) {
        return IntStream.range(0, MANY).mapToObj(element).collect(Collectors.joining(" "));
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "f" + i).collect(Collectors.joining(" "));
    }
}
