package io.github.dualwrite.engine;

import io.github.dualwrite.order.KeyOrder;
import java.util.BitSet;

/** Gives numbers to streams, each to one at a time. Safe for any thread. */
final class Streams {

    private final BitSet used = new BitSet();

    Streams() {
        used.set(0); // which means: none
    }

    synchronized int open() {
        int free = used.nextClearBit(0);
        if (free > KeyOrder.MOST_STREAMS) {
            return 0;
        }
        used.set(free);
        return free;
    }

    synchronized void close(int stream) {
        if (stream != 0) {
            used.clear(stream);
        }
    }
}
