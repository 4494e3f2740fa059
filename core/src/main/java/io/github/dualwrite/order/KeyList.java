package io.github.dualwrite.order;

import java.util.List;

/** Any number of keys but one. */
record KeyList(List<Key> keys) implements Keys {

    static final KeyList NONE = new KeyList(List.of());

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public Key get(int index) {
        return keys.get(index);
    }

    @Override
    public boolean isEmpty() {
        return keys.isEmpty();
    }
}
