package io.github.dualwrite.lane;

import io.github.dualwrite.order.Key;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys whose serialized form was too long lately. A server is stopped for as long as it makes such a form, so it is not asked for it again at every
 * copy of the key. For one thread.
 */
final class LargeKeys {

    private static final int MOST = 256;
    private static final int COPIES = 16;

    private final Map<Key, Integer> copiesLeft = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** Was too long just now. */
    void add(Key key) {
        copiesLeft.put(key, COPIES);
    }

    /** Whether the key is to be copied without asking how long it is now. */
    boolean isKnown(Key key) {
        return copiesLeft.computeIfPresent(key, (k, left) -> left > 1 ? left - 1 : null) != null;
    }
}
