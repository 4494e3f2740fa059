package io.github.dualwrite.resp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replies are plain values: {@code byte[]} (simple and bulk strings), {@code Long}, {@code List<Object>} (arrays, sets, pushes, and
 * maps as alternating keys and values), {@code Double}, {@code Boolean}, {@link RespError}, and {@code null} (the null bulk string or array).
 */
public final class Replies {

    private Replies() {}

    /** Whether two replies say the same, byte strings compared by content, at any depth. */
    public static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.equals(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!same(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a == null ? b == null : a.equals(b);
    }
}
