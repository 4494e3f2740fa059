package io.github.dualwrite.convergence;

import io.github.dualwrite.testkit.ServerBinary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * What one caller draws: keys, values, times. All of it follows from the seed. Keys of one draw share a hash tag; few tags are hot, many are
 * cold, and a single key may have none.
 */
public final class Draw {

    private static final String[] TYPES = {"string", "hash", "list", "set", "zset", "stream", "geo", "hll", "bits"};
    private static final int HOT_TAGS = 3;
    private static final int COLD_TAGS = 60;
    private static final int HOT_KEYS = 2;
    private static final int COLD_KEYS = 5;
    private static final int UNTAGGED_KEYS = 400;
    private static final int SHORT_MILLIS = 1_200;
    private static final List<String[]> PAIRS = pairs();

    private final Random random;
    private final ServerBinary primary;
    private String type = TYPES[0];
    private boolean hot;
    private String tag = "";
    private @Nullable String pinned;

    public Draw(long seed, ServerBinary primary) {
        this.random = new Random(seed);
        this.primary = primary;
    }

    /** The next operation begins, on keys of {@code family}. */
    void begin(String family) {
        type = family;
        hot = chance(40);
        tag = hot ? "h" + below(HOT_TAGS) : "c" + below(COLD_TAGS);
    }

    /** Until {@link #unpin}, all keys are of one tag. Returns a key of it. */
    String pin() {
        begin(TYPES[0]);
        pinned = tag;
        return "{" + tag + "}";
    }

    void unpin() {
        pinned = null;
    }

    /** A key for a command with one key; now and then of another type, or without a tag. */
    String key() {
        String of = chance(3) ? any() : type;
        return pinned == null && !hot && chance(50) ? of + ":" + below(UNTAGGED_KEYS) : tagged(of);
    }

    /** A key for a command with several: all in one slot. */
    String tagged() {
        return tagged(type);
    }

    /** A key of any type. */
    String anyKey() {
        return pinned == null && chance(30) ? any() + ":" + below(UNTAGGED_KEYS) : tagged(any());
    }

    private String tagged(String of) {
        return "{" + (pinned == null ? tag : pinned) + "}" + of + below(hot ? HOT_KEYS : COLD_KEYS);
    }

    String any() {
        return TYPES[below(TYPES.length)];
    }

    /** A key without a tag, in any slot. */
    String untagged() {
        return type + ":" + below(UNTAGGED_KEYS);
    }

    /** Two keys without a tag that share a slot. */
    String[] untaggedPair() {
        return PAIRS.get(below(PAIRS.size()));
    }

    private static List<String[]> pairs() {
        Map<Integer, String> seen = new HashMap<>();
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; pairs.size() < 20; i++) {
            String key = "string:" + i;
            String other = seen.putIfAbsent(JedisClusterCRC16.getSlot(key), key);
            if (other != null) {
                pairs.add(new String[] {other, key});
            }
        }
        return pairs;
    }

    String value() {
        return switch (below(8)) {
            case 0 -> "";
            case 1 -> "long" + "x".repeat(below(300)) + below(1_000);
            case 2, 3 -> number();
            default -> "v" + below(1_000);
        };
    }

    String number() {
        return Integer.toString(below(200) - 50);
    }

    String decimal() {
        return Integer.toString(below(100)) + "." + below(10);
    }

    String index() {
        return Integer.toString(below(12) - 4);
    }

    String natural(int bound) {
        return Integer.toString(below(bound));
    }

    String field() {
        return "f" + below(12);
    }

    String member() {
        return "m" + below(16);
    }

    /** A time to live: mostly one that ends while the workload runs, otherwise one that outlives it. */
    String millis() {
        return Integer.toString(chance(70) ? 1 + below(SHORT_MILLIS) : 10_000_000 + below(1_000));
    }

    String seconds() {
        return Integer.toString(chance(60) ? 1 : 10_000 + below(10));
    }

    String atMillis() {
        return Long.toString(System.currentTimeMillis() + Long.parseLong(millis()));
    }

    String atSeconds() {
        return Long.toString(System.currentTimeMillis() / 1_000 + Long.parseLong(seconds()));
    }

    String pick(String... words) {
        return words[below(words.length)];
    }

    /** Whether the primary has what came with a version. */
    boolean since(int major, int minor) {
        return primary.atLeast(major, minor);
    }

    /** Whether the primary is a Valkey of at least this version. */
    boolean valkey(int major, int minor) {
        return primary.version().startsWith("Valkey") && primary.atLeast(major, minor);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
