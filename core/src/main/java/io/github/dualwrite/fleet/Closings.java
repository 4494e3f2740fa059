package io.github.dualwrite.fleet;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** The keys, by their hashes, that one lane has closed on a line and not handed over yet: together, since the session's listener uses the line, too. Lane's thread only. */
final class Closings {

    private final Line line;
    private int[] hashes = new int[64];
    private int count;

    Closings(Line line) {
        this.line = line;
    }

    void add(int hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = hash;
    }

    void add(int[] more, int length) {
        if (count + length > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(count + length, hashes.length * 2));
        }
        System.arraycopy(more, 0, hashes, count, length);
        count += length;
    }

    /**
     * Hands all of them over, or tells {@code untold} of each.
     *
     * @return whether the line goes on, even where there is nothing to hand over; if not, its session is over
     */
    boolean handOver(IntConsumer untold) {
        boolean taken = line.closed(hashes, count);
        for (int i = 0; i < count && !taken; i++) {
            untold.accept(hashes[i]);
        }
        count = 0;
        return taken;
    }
}
