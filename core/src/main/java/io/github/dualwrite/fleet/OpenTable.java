package io.github.dualwrite.fleet;

import io.github.dualwrite.order.Key;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are open, and how often. A key is found by itself or by the 32 bits of its hash that travel in frames; keys that share those bits are
 * all found, which only costs a needless copy.
 *
 * <p>Safe for any thread. Nothing is allocated per operation; each shard is locked for some tens of nanoseconds.
 */
final class OpenTable {

    private static final int SHARDS = 64;
    private static final int FIRST_SIZE = 16;
    private static final Key[] NONE = {};

    private final Shard[] shards = new Shard[SHARDS];

    OpenTable() {
        Arrays.setAll(shards, i -> new Shard());
    }

    /** Open addressing with linear probing, at most half full. */
    private static final class Shard {
        @Nullable
        Key[] keys = new @Nullable Key[FIRST_SIZE];

        int[] counts = new int[FIRST_SIZE];
        int size;

        int find(Key key) {
            int mask = keys.length - 1;
            int i = place(key.hashCode(), mask);
            for (Key found = keys[i]; found != null && !found.equals(key); found = keys[i]) {
                i = i + 1 & mask;
            }
            return i;
        }

        void grow() {
            @Nullable Key[] oldKeys = keys;
            int[] oldCounts = counts;
            keys = new @Nullable Key[oldKeys.length * 2];
            counts = new int[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                Key key = oldKeys[i];
                if (key != null) {
                    int to = find(key);
                    keys[to] = key;
                    counts[to] = oldCounts[i];
                }
            }
        }

        /** Whoever was pushed past the freed place moves up, so that no probe ends too early. */
        void free(int at) {
            int mask = keys.length - 1;
            int hole = at;
            int i = hole + 1 & mask;
            for (Key key = keys[i]; key != null; key = keys[i]) {
                int home = place(key.hashCode(), mask);
                if ((i - home & mask) >= (i - hole & mask)) {
                    keys[hole] = key;
                    counts[hole] = counts[i];
                    hole = i;
                }
                i = i + 1 & mask;
            }
            keys[hole] = null;
            size--;
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
            int i = shard.find(key);
            if (shard.keys[i] != null) {
                shard.counts[i]++;
                return;
            }
            shard.keys[i] = key;
            shard.counts[i] = 1;
            if (++shard.size * 2 > shard.keys.length) {
                shard.grow();
            }
        }
    }

    /** The key is open once less; nothing happens if it is not open. */
    void remove(Key key) {
        Shard shard = shard(key.hashCode());
        synchronized (shard) {
            int i = shard.find(key);
            if (shard.keys[i] != null && --shard.counts[i] == 0) {
                shard.free(i);
            }
        }
    }

    /** The open keys with this hash. */
    Key[] with(int hash) {
        Key[] found = NONE;
        Shard shard = shard(hash);
        synchronized (shard) {
            int mask = shard.keys.length - 1;
            int i = place(hash, mask);
            for (Key key = shard.keys[i]; key != null; key = shard.keys[i]) {
                if (key.hashCode() == hash) {
                    found = Arrays.copyOf(found, found.length + 1);
                    found[found.length - 1] = key;
                }
                i = i + 1 & mask;
            }
        }
        return found;
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
