package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.order.Keys;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in-first-out queue of effects: any thread offers, one thread polls, nobody waits. An effect's position is the number of
 * effects offered before it, so {@link #filled} tells what a dirty mark has to wait for.
 */
final class EffectRing {

    // where both positions lie among positions: no cache line holds both, so callers and the lane do not take it from
    // each other
    private static final int TAIL = 16;
    private static final int HEAD = 32; // moved by the polling thread only, once for all that it takes together

    private final AtomicReferenceArray<@Nullable Effect> cells;
    private final long[] stamps; // written before its cell is released, read after the cell was acquired
    private final @Nullable Keys[] keys; // likewise
    private final int mask;
    private final AtomicLongArray positions = new AtomicLongArray(48);

    /** @param capacity rounded up to a power of two */
    EffectRing(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
        this.cells = new AtomicReferenceArray<>(size);
        this.stamps = new long[size];
        this.keys = new @Nullable Keys[size];
        this.mask = size - 1;
    }

    /** Queues an effect and the keys it writes; {@code false} if the ring is full. */
    boolean offer(Effect effect, Keys written, long nanoTime) {
        long position;
        do {
            position = positions.get(TAIL);
            if (position - positions.get(HEAD) > mask) {
                return false;
            }
        } while (!positions.compareAndSet(TAIL, position, position + 1));
        int cell = (int) position & mask;
        stamps[cell] = nanoTime;
        keys[cell] = written;
        cells.setRelease(cell, effect);
        return true;
    }

    /** How many effects have been offered so far. */
    long filled() {
        return positions.get(TAIL);
    }

    /** Moves up to {@code into}'s room to a batch, in order. Polling thread only. */
    void drainTo(Batch into) {
        long position = positions.get(HEAD);
        while (!into.isFull()) {
            int cell = (int) position & mask;
            Effect effect = cells.getAcquire(cell);
            Keys written = keys[cell];
            if (effect == null || written == null) {
                break; // empty, or an offer is between its two steps: it keeps its place
            }
            into.add(effect, written, stamps[cell]);
            keys[cell] = null;
            cells.setPlain(cell, null);
            position++;
        }
        positions.setRelease(HEAD, position);
    }

    /** How many effects wait. */
    long size() {
        return Math.max(0, positions.get(TAIL) - positions.get(HEAD));
    }

    /** When the oldest waiting effect was offered, or {@code otherwise} if none waits. Any thread; a moment's impression. */
    long oldestOr(long otherwise) {
        long position = positions.get(HEAD);
        int cell = (int) position & mask;
        return cells.getAcquire(cell) == null ? otherwise : stamps[cell];
    }
}
