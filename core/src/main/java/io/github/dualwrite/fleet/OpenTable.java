package io.github.dualwrite.fleet;

import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.util.ArrayList;
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
 * Which keys are open, how often, and together with which others. A key is found by itself or by the 32 bits of its hash that travel in frames; keys
 * that share those bits are all found, which only costs a needless copy.
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
     * Open addressing with linear probing, at most half full. A key's hash stands beside its count, since keys were made by other threads: to look at
     * one that is not the one sought costs more than all the rest.
     */
    private static final class Shard {
        @Nullable
        Key[] keys = new @Nullable Key[FIRST_SIZE];

        /** The hash in the upper half, in the lower one how often the key is open; 0 where there is no key. */
        long[] entries = new long[FIRST_SIZE];

        int size;

        /** The keys that open ones were opened together with; few have any. */
        final Map<Key, Set<Keys>> together = new HashMap<>();

        int find(Key key) {
            int mask = entries.length - 1;
            int hash = key.hashCode();
            int i = place(hash, mask);
            for (long entry = entries[i]; entry != 0; entry = entries[i]) {
                Key found = hash(entry) == hash ? keys[i] : null;
                if (found != null && found.equals(key)) {
                    break;
                }
                i = i + 1 & mask;
            }
            return i;
        }

        void add(Key key) {
            int i = find(key);
            if (entries[i] != 0) {
                entries[i]++;
                return;
            }
            keys[i] = key;
            entries[i] = (long) key.hashCode() << Integer.SIZE | 1;
            if (++size * 2 > entries.length) {
                resize(entries.length * 2);
            }
        }

        private void resize(int length) {
            @Nullable Key[] oldKeys = keys;
            long[] oldEntries = entries;
            keys = new @Nullable Key[length];
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

        void close(Key key) {
            if (remove(key) && !together.isEmpty()) {
                together.remove(key);
            }
        }

        /** Whether the key is not open any more. */
        boolean remove(Key key) {
            int i = find(key);
            if (entries[i] == 0 || count(--entries[i]) > 0) {
                return false;
            }
            free(i);
            if (size * 8 < entries.length && entries.length > FIRST_SIZE) {
                resize(entries.length / 2); // what a burst has left would be out of every cache
            }
            return true;
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

    /** The key is open once less; nothing happens if it is not open. */
    void remove(Key key) {
        Shard shard = shard(key.hashCode());
        synchronized (shard) {
            shard.close(key);
        }
    }

    /** As {@link #remove(Key)} for each of many keys, with every shard locked only once: other threads have used most of them meanwhile. */
    void removeAll(Key[] keys) {
        if (keys.length < FEW) {
            for (Key key : keys) {
                remove(key);
            }
            return;
        }
        Key[] sorted = new Key[keys.length];
        int[] ends = byShard(keys, sorted);
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

    /** Sorts keys by their shards; returns where each shard's end. */
    private static int[] byShard(Key[] keys, Key[] sorted) {
        int[] places = new int[SHARDS + 1];
        for (Key key : keys) {
            places[(key.hashCode() & SHARDS - 1) + 1]++;
        }
        for (int s = 1; s < SHARDS; s++) {
            places[s] += places[s - 1];
        }
        for (Key key : keys) {
            sorted[places[key.hashCode() & SHARDS - 1]++] = key;
        }
        return places;
    }

    /** The open keys with this hash, and those that were opened together with them. */
    Collection<Key> with(int hash) {
        List<Key> found = NONE;
        Shard shard = shard(hash);
        synchronized (shard) {
            int mask = shard.entries.length - 1;
            int i = place(hash, mask);
            for (long entry = shard.entries[i]; entry != 0; entry = shard.entries[i]) {
                Key key = shard.keys[i];
                if (key != null && Shard.hash(entry) == hash) {
                    found = found.isEmpty() ? new ArrayList<>() : found;
                    found.add(key);
                }
                i = i + 1 & mask;
            }
            return found.isEmpty() || shard.together.isEmpty() ? found : withOthers(shard, found);
        }
    }

    /** The key, and those that were opened together with it as long as it is open. */
    Collection<Key> with(Key key) {
        Shard shard = shard(key.hashCode());
        synchronized (shard) {
            return withOthers(shard, List.of(key));
        }
    }

    private static Collection<Key> withOthers(Shard shard, Collection<Key> keys) {
        Set<Key> all = new LinkedHashSet<>(keys);
        for (Key key : keys) {
            for (Keys together : shard.together.getOrDefault(key, Set.of())) {
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
                for (Key key : shard.keys) {
                    if (key != null && which.test(key)) {
                        all.addAll(withOthers(shard, List.of(key)));
                    }
                }
            }
        }
        return all;
    }

    /** Shows each open key to {@code action}, which must neither wait nor come back here. What is opened while this runs may be missing. */
    void forEach(Consumer<Key> action) {
        for (Shard shard : shards) {
            synchronized (shard) {
                for (Key key : shard.keys) {
                    if (key != null) {
                        action.accept(key);
                    }
                }
            }
        }
    }

    /** How many keys are open. */
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
