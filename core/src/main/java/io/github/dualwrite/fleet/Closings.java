package io.github.dualwrite.fleet;

import java.util.function.IntConsumer;

/**
 * The keys, by their hashes, that one lane has closed on a line and not handed over yet: together, since the session's listener uses the line, too.
 * Lane's thread only.
 */
final class Closings {

    private final Line line;
    private final Hashes hashes = new Hashes();

    Closings(Line line) {
        this.line = line;
    }

    Hashes hashes() {
        return hashes;
    }

    /**
     * Hands all of them over, or tells {@code untold} of each.
     *
     * @return whether the line goes on, even where there is nothing to hand over; if not, its session is over
     */
    boolean handOver(IntConsumer untold) {
        boolean taken = line.closed(hashes);
        if (!taken) {
            for (int hash : hashes.all()) {
                untold.accept(hash);
            }
        }
        hashes.clear();
        return taken;
    }
}
