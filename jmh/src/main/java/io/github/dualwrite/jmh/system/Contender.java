package io.github.dualwrite.jmh.system;

import io.github.dualwrite.account.Latencies.Counts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One way to write to the primary, and to a secondary or not. Safe for any thread. */
interface Contender extends AutoCloseable {

    void call(Operation operation, String[] keys, int at, String value);

    /** Waits until what callers have left behind is done. Returns whether it is. */
    default boolean settle(Duration most) {
        return true;
    }

    /** From when a write was acknowledged until the secondary had confirmed it, so far; {@code null} where nobody measures it. */
    default @Nullable Counts lag() {
        return null;
    }

    /** Writes that became copies of their keys so far, instead of being replayed. */
    default long copied() {
        return 0;
    }

    /** Writes that failed on a secondary so far, of which the caller was not told. */
    default long lost() {
        return 0;
    }

    @Override
    void close();
}
