package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies many small keys by type at once, in five round trips for all of them where {@link KeyCopy} needs more for each: between servers that
 * refuse each other's serialized form every key is copied so. What is large, a stream, not simple or refused is left to {@link KeyCopy}. No
 * temporary key is needed: the new state is written in one {@code MULTI}.
 */
public final class SmallCopies {

    private static final long MOST_BYTES = 64 << 10;
    private static final long MOST_ELEMENTS = 512;

    /** What is few elements may still be long; many such answers are in memory together. */
    private static final long MOST_READ = 4 * MOST_BYTES;

    private static final byte[] TYPE = ascii("TYPE");
    private static final byte[] PTTL = ascii("PTTL");

    /** How a type's size is asked for, how it is read whole, and written. */
    private static final class Simple {
        static final Simple STRING = new Simple("STRLEN", MOST_BYTES, List.of("GET"), "SET");
        static final Simple ZSET =
                new Simple("ZCARD", MOST_ELEMENTS, List.of("ZRANGE", "0", "-1", "WITHSCORES"), "ZADD");
        static final Simple HASH = new Simple("HLEN", MOST_ELEMENTS, List.of("HGETALL"), "HSET");
        static final Map<String, Simple> BY_NAME = Map.of(
                "string",
                STRING,
                "list",
                new Simple("LLEN", MOST_ELEMENTS, List.of("LRANGE", "0", "-1"), "RPUSH"),
                "set",
                new Simple("SCARD", MOST_ELEMENTS, List.of("SMEMBERS"), "SADD"),
                "zset",
                ZSET,
                "hash",
                HASH);

        final byte[] size;
        final long most;
        final List<byte[]> read;
        final byte[] write;

        Simple(String size, long most, List<String> read, String write) {
            this.size = ascii(size);
            this.most = most;
            this.read = read.stream().map(Session::ascii).toList();
            this.write = ascii(write);
        }

        byte[][] reading(byte[] key) {
            List<byte[]> words = new ArrayList<>(read);
            words.add(1, key);
            return words.toArray(new byte[0][]);
        }
    }

    /** One key on its way; without a {@code type} there is no key on the primary. */
    private static final class Small {
        final int index;
        final byte[] key;

        @Nullable
        Simple type;

        List<byte[]> value = List.of();
        long ttl = -1;
        long readAt;

        Small(int index, byte[] key) {
            this.index = index;
            this.key = key;
        }
    }

    private final NodeConnection primary;
    private final NodeConnection secondary;
    private final @Nullable CopyOutcome[] outcomes;

    private SmallCopies(NodeConnection primary, NodeConnection secondary, int keys) {
        this.primary = primary;
        this.secondary = secondary;
        this.outcomes = new CopyOutcome[keys];
    }

    /**
     * Copies what is small.
     *
     * @return for each key that it was copied, or {@code null} for one that is left to {@link KeyCopy}: what the secondary has of it may be its old
     *     state or, where the secondary refused a part (no {@code MULTI}, no memory), anything
     * @throws IOException if a connection breaks; that connection tells that it is broken, and any key may have been copied or not
     */
    public static @Nullable CopyOutcome[] copy(NodeConnection primary, NodeConnection secondary, List<byte[]> keys)
            throws IOException {
        SmallCopies copies = new SmallCopies(primary, secondary, keys.size());
        List<Small> smalls = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            smalls.add(new Small(i, keys.get(i)));
        }
        copies.write(copies.withoutFieldTtls(copies.read(copies.small(copies.typed(smalls)))));
        return copies.outcomes;
    }

    private List<Small> typed(List<Small> smalls) throws IOException {
        for (Small small : smalls) {
            primary.send(TYPE, small.key);
        }
        primary.flush();
        List<Small> typed = new ArrayList<>();
        for (Small small : smalls) {
            String type = text(primary.receive());
            small.type = Simple.BY_NAME.get(type);
            if (small.type != null || type.equals("none")) {
                typed.add(small);
            }
        }
        return typed;
    }

    private List<Small> small(List<Small> typed) throws IOException {
        for (Small small : typed) {
            if (small.type != null) {
                primary.send(small.type.size, small.key);
            }
        }
        primary.flush();
        List<Small> left = new ArrayList<>();
        for (Small small : typed) {
            if (small.type == null || (primary.receive() instanceof Long size && size <= small.type.most)) {
                left.add(small);
            }
        }
        return left;
    }

    private List<Small> read(List<Small> smalls) throws IOException {
        for (Small small : smalls) {
            if (small.type != null) {
                primary.send(small.type.reading(small.key));
                primary.send(PTTL, small.key);
            }
        }
        primary.flush();
        List<Small> read = new ArrayList<>();
        for (Small small : smalls) {
            if (small.type == null) {
                read.add(small);
                continue;
            }
            small.value = words(small.type, primary.receive(MOST_READ));
            small.ttl = primary.receive() instanceof Long ttl ? ttl : -2;
            small.readAt = System.nanoTime();
            if (!small.value.isEmpty() && small.ttl >= -1) {
                read.add(small);
            }
        }
        return read;
    }

    /** The words to write after the key; none if the key is not what it was. */
    private static List<byte[]> words(Simple type, @Nullable Object reply) {
        if (reply instanceof byte[] value && type == Simple.STRING) {
            return List.of(value);
        }
        List<byte[]> words = new ArrayList<>();
        if (reply instanceof List<?> elements && type != Simple.STRING) {
            elements.forEach(element -> words.add((byte[]) element));
            for (int i = 0; type == Simple.ZSET && i + 1 < words.size(); i += 2) {
                words.set(i, words.set(i + 1, words.get(i))); // the score comes first
            }
        }
        return words;
    }

    /** A hash of which a field ends is left. */
    private List<Small> withoutFieldTtls(List<Small> smalls) throws IOException {
        if (!Session.hasFieldTtls(primary)) {
            return smalls;
        }
        for (Small small : smalls) {
            if (small.type == Simple.HASH) {
                List<byte[]> words = new ArrayList<>(
                        List.of(ascii("HPTTL"), small.key, ascii("FIELDS"), number(small.value.size() / 2)));
                for (int i = 0; i < small.value.size(); i += 2) {
                    words.add(small.value.get(i));
                }
                primary.send(words.toArray(new byte[0][]));
            }
        }
        primary.flush();
        List<Small> without = new ArrayList<>();
        for (Small small : smalls) {
            if (small.type != Simple.HASH
                    || (primary.receive() instanceof List<?> ttls
                            && ttls.stream().allMatch(Long.valueOf(-1)::equals))) {
                without.add(small);
            }
        }
        return without;
    }

    private void write(List<Small> smalls) throws IOException {
        List<Small> sent = new ArrayList<>();
        for (Small small : smalls) {
            long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - small.readAt);
            if (small.ttl >= 0 && small.ttl <= elapsed) {
                continue; // its end is now
            }
            secondary.send(ascii("MULTI"));
            secondary.send(ascii("UNLINK"), small.key);
            if (small.type != null) {
                List<byte[]> words = new ArrayList<>(small.value.size() + 2);
                words.add(small.type.write);
                words.add(small.key);
                words.addAll(small.value);
                secondary.send(words.toArray(new byte[0][]));
            }
            if (small.ttl >= 0) {
                secondary.send(ascii("PEXPIRE"), small.key, number(small.ttl - elapsed));
            }
            secondary.send(ascii("EXEC"));
            sent.add(small);
        }
        secondary.flush();
        for (Small small : sent) {
            int queued = 2 + (small.type != null ? 1 : 0) + (small.ttl >= 0 ? 1 : 0);
            for (int i = 0; i < queued; i++) {
                secondary.receive();
            }
            if (secondary.receive() instanceof List<?> replies
                    && replies.stream().noneMatch(RespError.class::isInstance)) {
                outcomes[small.index] = CopyOutcome.copied(small.ttl);
            }
        }
    }
}
