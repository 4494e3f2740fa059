package io.github.dualwrite.order;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one operation, in order. Immutable. A {@link Key} is its own list: nearly every operation has just one key, and its caller's thread
 * makes nothing else for it.
 */
public sealed interface Keys permits Key, KeyList {

    /** No keys. */
    static Keys none() {
        return KeyList.NONE;
    }

    /** Keys from their bytes, which are not copied. */
    static Keys of(List<byte[]> names) {
        int size = names.size();
        if (size < 2) {
            return size == 0 ? KeyList.NONE : new Key(names.get(0));
        }
        Key[] keys = new Key[size];
        for (int i = 0; i < size; i++) {
            keys[i] = new Key(names.get(i));
        }
        return new KeyList(List.of(keys));
    }

    /** These and {@code key}, if it is not one of them. */
    default Keys with(Key key) {
        for (int i = 0; i < size(); i++) {
            if (get(i).equals(key)) {
                return this;
            }
        }
        List<Key> more = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            more.add(get(i));
        }
        more.add(key);
        return more.size() == 1 ? key : new KeyList(List.copyOf(more));
    }

    /** How many. */
    int size();

    /** The key at {@code index}, from 0. */
    Key get(int index);

    /** Whether there are none. */
    boolean isEmpty();
}
