package io.github.dualwrite.verify;

import io.github.dualwrite.order.Key;

/**
 * Keys that were seen, by 64 bits of a hash, in bounded memory: of more than it has room for it forgets some, and then does not know them; it never
 * knows a key that it has not seen, but for one chance in 2^60. For one thread.
 */
final class SeenKeys {

    /** A key's hash is in one of so many places. */
    private static final int PLACES = 8;

    private static final int SIZE_AT_FIRST = 1 << 12;

    private final int most;
    private long[] hashes = new long[SIZE_AT_FIRST]; // 0: none
    private int known;

    /** @param most how many hashes it makes room for: a power of two; each takes eight bytes */
    SeenKeys(int most) {
        this.most = most;
    }

    void add(byte[] key) {
        if (known > hashes.length / 2 && hashes.length < most) {
            grow();
        }
        put(hash(key));
    }

    boolean contains(byte[] key) {
        long hash = hash(key);
        int mask = hashes.length - 1;
        for (int i = 0; i < PLACES; i++) {
            if (hashes[(int) hash + i & mask] == hash) {
                return true;
            }
        }
        return false;
    }

    private void put(long hash) {
        int mask = hashes.length - 1;
        for (int i = 0; i < PLACES; i++) {
            int place = (int) hash + i & mask;
            if (hashes[place] == hash) {
                return;
            }
            if (hashes[place] == 0) {
                hashes[place] = hash;
                known++;
                return;
            }
        }
        hashes[(int) hash & mask] = hash; // whose place that was is forgotten
    }

    private void grow() {
        long[] before = hashes;
        hashes = new long[2 * before.length];
        known = 0;
        for (long hash : before) {
            if (hash != 0) {
                put(hash);
            }
        }
    }

    /** Never 0. */
    private static long hash(byte[] key) {
        long hash = Key.hash64(key);
        return hash == 0 ? 1 : hash;
    }
}
