package io.github.dualwrite.fleet;

import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are open, how often, and together with which others. Keys are told from each other by the 32 bits of their hash that travel in frames:
 * those that share them are found together, and are open as long as one of them is, which only costs needless copies.
 *
 * <p>What an operation on several keys makes of one depends on the others: who overlaps the source of a {@code BITOP} has overlapped its
 * destination. So as long as a key is open, whoever was opened together with it is found with it.
 *
 * <p>Safe for any thread. Nothing is allocated per operation, but when many more or far fewer keys are open; each shard is locked for some tens of nanoseconds.
 */
final class OpenTable {

    private static final int SHARDS = 64;
    private static final int FIRST_SIZE = 32;
    private static final int FEW = 8;
    private static final List<Key> NONE = List.of();

    /** The most lists of keys that one key remembers. */
    static final int MOST_TOGETHER = 256;

    private final Shard[] shards = new Shard[SHARDS];

    OpenTable() {
        Arrays.setAll(shards, i -> new Shard());
    }

    /**
     * Open addressing with linear probing, at most half full. Whoever closes a key knows its hash only, and looks at no key: those were made by other
     * threads, and to fetch one costs more than all the rest.
     */
    private static final class Shard {
        @Nullable
        Keys[] keys = new @Nullable Keys[FIRST_SIZE];

        /** The hash in the upper half, in the lower one how often keys that have it are open; 0 where there is none. */
        long[] entries = new long[FIRST_SIZE];

        int size;

        private int most; // of sizes, since the arrays were last looked at
        private int closed; // likewise

        /** The keys that open ones were opened together with; few have any. */
        final Map<Key, Set<Keys>> together = new HashMap<>();

        int find(int hash) {
            int mask = entries.length - 1;
            int i = place(hash, mask);
            while (entries[i] != 0 && hash(entries[i]) != hash) {
                i = i + 1 & mask;
            }
            return i;
        }

        void add(Key key) {
            int i = find(key.hashCode());
            Keys known = keys[i];
            if (known != null) {
                entries[i]++;
                keys[i] = known.with(key);
                return;
            }
            keys[i] = key;
            entries[i] = (long) key.hashCode() << Integer.SIZE | 1;
            most = Math.max(most, ++size);
            if (size * 2 > entries.length) {
                resize(entries.length * 2);
            }
        }

        private void resize(int length) {
            @Nullable Keys[] oldKeys = keys;
            long[] oldEntries = entries;
            keys = new @Nullable Keys[length];
            entries = new long[length];
            int mask = length - 1;
            for (int i = 0; i < oldEntries.length; i++) {
                if (oldEntries[i] != 0) {
                    int to = place(hash(oldEntries[i]), mask);
                    while (entries[to] != 0) {
                        to = to + 1 & mask;
                    }
                    keys[to] = oldKeys[i];
                    entries[to] = oldEntries[i];
                }
            }
        }

        void close(int hash) {
            int i = find(hash);
            if (entries[i] == 0 || count(--entries[i]) > 0) {
                return;
            }
            Keys over = keys[i];
            for (int k = 0; over != null && !together.isEmpty() && k < over.size(); k++) {
                together.remove(over.get(k));
            }
            free(i);
            if (++closed >= entries.length) {
                fit();
            }
        }

        /** What a burst has left would be out of every cache. Frames close many at once, so it is the most that were open for a while that counts. */
        private void fit() {
            if (most * 4 <= entries.length && entries.length > FIRST_SIZE) {
                resize(entries.length / 2);
            }
            most = size;
            closed = 0;
        }

        /** Whoever was pushed past the freed place moves up, so that no probe ends too early. */
        private void free(int at) {
            int mask = entries.length - 1;
            int hole = at;
            int i = hole + 1 & mask;
            for (long entry = entries[i]; entry != 0; entry = entries[i]) {
                int home = place(hash(entry), mask);
                if ((i - home & mask) >= (i - hole & mask)) {
                    keys[hole] = keys[i];
                    entries[hole] = entry;
                    hole = i;
                }
                i = i + 1 & mask;
            }
            keys[hole] = null;
            entries[hole] = 0;
            size--;
        }

        void forEach(Consumer<Key> action) {
            for (Keys some : keys) {
                for (int k = 0; some != null && k < some.size(); k++) {
                    action.accept(some.get(k));
                }
            }
        }

        private static int hash(long entry) {
            return (int) (entry >>> Integer.SIZE);
        }

        private static int count(long entry) {
            return (int) entry;
        }
    }

    /** The shard takes the lowest bits, so a place takes those above them. */
    private static int place(int hash, int mask) {
        return hash >>> 6 & mask;
    }

    private Shard shard(int hash) {
        return shards[hash & SHARDS - 1];
    }

    /** The key is open once more. */
    void add(Key key) {
        Shard shard = shard(key.hashCode());
        synchronized (shard) {
            shard.add(key);
        }
    }

    /**
     * The key is open once more, as one of several.
     *
     * @return keys of an earlier operation that are not remembered any more, to be marked; empty as a rule
     */
    Keys add(Key key, Keys together) {
        Shard shard = shard(key.hashCode());
        synchronized (shard) {
            shard.add(key);
            Set<Keys> known = shard.together.computeIfAbsent(key, k -> new LinkedHashSet<>());
            if (known.size() < MOST_TOGETHER || known.contains(together)) {
                known.add(together);
                return Keys.none();
            }
            Keys eldest = known.iterator().next();
            known.remove(eldest);
            known.add(together);
            return eldest;
        }
    }

    /** A key with this hash is open once less; nothing happens if none is open. */
    void remove(int hash) {
        Shard shard = shard(hash);
        synchronized (shard) {
            shard.close(hash);
        }
    }

    /** As {@link #remove} for each of many, with every shard locked only once: other threads have used most of them meanwhile. */
    void removeAll(int[] hashes) {
        if (hashes.length < FEW) {
            for (int hash : hashes) {
                remove(hash);
            }
            return;
        }
        int[] sorted = new int[hashes.length];
        int[] ends = byShard(hashes, sorted);
        int i = 0;
        for (int s = 0; s < SHARDS; s++) {
            if (i == ends[s]) {
                continue;
            }
            synchronized (shards[s]) {
                for (; i < ends[s]; i++) {
                    shards[s].close(sorted[i]);
                }
            }
        }
    }

    /** Sorts hashes by their shards; returns where each shard's end. */
    private static int[] byShard(int[] hashes, int[] sorted) {
        int[] places = new int[SHARDS + 1];
        for (int hash : hashes) {
            places[(hash & SHARDS - 1) + 1]++;
        }
        for (int s = 1; s < SHARDS; s++) {
            places[s] += places[s - 1];
        }
        for (int hash : hashes) {
            sorted[places[hash & SHARDS - 1]++] = hash;
        }
        return places;
    }

    /** The open keys with this hash, and those that were opened together with them. */
    Collection<Key> with(int hash) {
        Shard shard = shard(hash);
        synchronized (shard) {
            Keys found = shard.keys[shard.find(hash)];
            return found == null ? NONE : withOthers(shard, found);
        }
    }

    private static Collection<Key> withOthers(Shard shard, Keys keys) {
        Set<Key> all = new LinkedHashSet<>();
        for (int k = 0; k < keys.size(); k++) {
            all.add(keys.get(k));
            for (Keys together : shard.together.getOrDefault(keys.get(k), Set.of())) {
                for (int i = 0; i < together.size(); i++) {
                    all.add(together.get(i));
                }
            }
        }
        return all;
    }

    /**
     * The open keys that {@code which} chooses, and those that were opened together with them. What is opened while this runs may be missing.
     */
    Collection<Key> with(Predicate<Key> which) {
        Set<Key> all = new LinkedHashSet<>();
        for (Shard shard : shards) {
            synchronized (shard) {
                shard.forEach(key -> {
                    if (which.test(key)) {
                        all.addAll(withOthers(shard, key));
                    }
                });
            }
        }
        return all;
    }

    /** Shows each open key to {@code action}, which must neither wait nor come back here. What is opened while this runs may be missing. */
    void forEach(Consumer<Key> action) {
        for (Shard shard : shards) {
            synchronized (shard) {
                shard.forEach(action);
            }
        }
    }

    /** How many keys are open, those with the same hash counted once. */
    int size() {
        int sum = 0;
        for (Shard shard : shards) {
            synchronized (shard) {
                sum += shard.size;
            }
        }
        return sum;
    }
}
