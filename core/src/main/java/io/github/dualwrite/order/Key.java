package io.github.dualwrite.order;

import io.github.dualwrite.net.Slots;
import java.util.Arrays;

/** A key as a map key: its bytes, their hash, and the slot and stripe that follow from them. The bytes are not copied. */
public final class Key implements Keys {

    private final byte[] bytes;
    private final int hash;
    private final int slot;

    /** A key from its bytes. */
    public Key(byte[] bytes) {
        this.bytes = bytes;
        this.hash = (int) hash64(bytes);
        this.slot = Slots.of(bytes);
    }

    /** The bytes; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The slot, 0 to 16,383. */
    public int slot() {
        return slot;
    }

    /** A hash, the same in every process. */
    public int hash() {
        return hash;
    }

    int stripe() {
        return hash >>> (Integer.SIZE - Stripes.BITS);
    }

    /** A longer hash of a key's bytes, the same in every process; {@link #hash} is the lower half of it. */
    public static long hash64(byte[] bytes) {
        // FNV-1a with a final mix: cheap for the short keys that caches have, and well spread in all its bits
        long h = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        h ^= h >>> 32;
        h *= 0xd6e8feb86659fd93L;
        return h ^ (h >>> 32);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public Key get(int index) {
        return this;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
