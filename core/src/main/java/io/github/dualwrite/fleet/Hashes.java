package io.github.dualwrite.fleet;

import java.util.Arrays;

/** Hashes of keys that a lane has closed, in order, each as often as it was closed. For one thread at a time. */
public final class Hashes {

    private int[] hashes = new int[64];
    private int size;

    /** One more. */
    public void add(int hash) {
        room(1);
        hashes[size++] = hash;
    }

    void addAll(Hashes more) {
        room(more.size);
        System.arraycopy(more.hashes, 0, hashes, size, more.size);
        size += more.size;
    }

    private void room(int more) {
        if (size + more > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(size + more, hashes.length * 2));
        }
    }

    int size() {
        return size;
    }

    /** All of them; not a view. */
    int[] all() {
        return Arrays.copyOf(hashes, size);
    }

    /** Takes out the first, {@code most} at most. */
    int[] takeFirst(int most) {
        int[] first = Arrays.copyOf(hashes, Math.min(size, most));
        System.arraycopy(hashes, first.length, hashes, 0, size - first.length);
        size -= first.length;
        return first;
    }

    void clear() {
        size = 0;
    }
}
