package io.github.dualwrite.fleet;

import io.github.dualwrite.order.Key;
import java.util.Arrays;
import java.util.function.Consumer;

/** The keys that one lane has closed on a line and not handed over yet: together, since the session's listener uses the line, too. Lane's thread only. */
final class Closings {

    private final Line line;
    private Key[] keys = new Key[64];
    private int count;

    Closings(Line line) {
        this.line = line;
    }

    void add(Key key) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
        }
        keys[count++] = key;
    }

    /**
     * Hands all of them over, or tells {@code untold} of each.
     *
     * @return whether the line goes on, even where there is nothing to hand over; if not, its session is over
     */
    boolean handOver(Consumer<Key> untold) {
        boolean taken = line.closed(keys, count);
        for (int i = 0; i < count && !taken; i++) {
            untold.accept(keys[i]);
        }
        Arrays.fill(keys, 0, count, null);
        count = 0;
        return taken;
    }
}
