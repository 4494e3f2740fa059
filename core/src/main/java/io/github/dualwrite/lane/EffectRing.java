package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.order.Keys;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in-first-out queue of effects: any thread offers, one thread takes, nobody waits. An effect's position is the number of effects
 * offered before it, so {@link #filled} tells what a dirty mark has to wait for. What is taken keeps its place until it is {@linkplain #release
 * released}.
 *
 * <p>Small effects lie {@linkplain Packed packed} beside their objects, as long as the queue is not longer than there are places for them.
 */
final class EffectRing {

    // where both positions lie among positions: no cache line holds both, so callers and the lane do not take it from
    // each other
    private static final int TAIL = 16;
    private static final int HEAD = 32; // moved by the taking thread only, once for all that it releases together

    private static final int MOST_PLACES = 16_384;

    // of an effect's numbers: its slot, the length of its command if it is packed, and what it is reckoned to hold
    private static final int LENGTH_SHIFT = 16;
    private static final int BYTES_SHIFT = 24;

    private final AtomicReferenceArray<@Nullable Effect> cells;
    private final long[] stamps; // written before its cell is released, read after the cell was acquired
    private final @Nullable Keys[] keys; // likewise
    private final long[] numbers; // likewise
    private final byte[] packed; // likewise
    private final int mask;
    private final int places;
    private final AtomicLongArray positions = new AtomicLongArray(48);

    /** @param capacity rounded up to a power of two */
    EffectRing(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
        this.cells = new AtomicReferenceArray<>(size);
        this.stamps = new long[size];
        this.keys = new @Nullable Keys[size];
        this.numbers = new long[size];
        this.mask = size - 1;
        this.places = Math.min(size, MOST_PLACES);
        this.packed = new byte[places * Packed.PLACE];
    }

    /**
     * Queues an effect and the keys it writes.
     *
     * @param bytes what it is reckoned to hold
     * @return {@code false} if the ring is full
     */
    boolean offer(Effect effect, Keys written, long bytes, long nanoTime) {
        long position;
        long ahead;
        do {
            position = positions.get(TAIL);
            ahead = position - positions.get(HEAD);
            if (ahead > mask) {
                return false;
            }
        } while (!positions.compareAndSet(TAIL, position, position + 1));
        int cell = (int) position & mask;
        int length = ahead < places ? Packed.pack(effect, written, packed, place(position)) : 0;
        stamps[cell] = nanoTime;
        keys[cell] = written;
        numbers[cell] = bytes << BYTES_SHIFT
                | (long) length << LENGTH_SHIFT
                | written.get(0).slot();
        cells.setRelease(cell, effect);
        return true;
    }

    /** How many effects have been offered so far. */
    long filled() {
        return positions.get(TAIL);
    }

    /** How many of them, from the first on, have been released. */
    long released() {
        return positions.get(HEAD);
    }

    /** Whether the effect at a position that is not released can be taken; if not, an offer is between its two steps, or still to come. */
    boolean isThere(long position) {
        return cells.getAcquire((int) position & mask) != null;
    }

    // what follows is for the taking thread, and of effects that are there

    Effect effect(long position) {
        return there(cells.getPlain((int) position & mask));
    }

    Keys keys(long position) {
        return there(keys[(int) position & mask]);
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not there");
        }
        return value;
    }

    /** When it was offered. */
    long stamp(long position) {
        return stamps[(int) position & mask];
    }

    int slot(long position) {
        return (int) numbers[(int) position & mask] & 0xffff;
    }

    /** What it is reckoned to hold. */
    long bytes(long position) {
        return numbers[(int) position & mask] >>> BYTES_SHIFT;
    }

    /** The length of its command if it is packed, or 0. */
    int packedLength(long position) {
        return (int) (numbers[(int) position & mask] >>> LENGTH_SHIFT) & 0xff;
    }

    /** Packed effects. */
    byte[] packed() {
        return packed;
    }

    /** Where among {@link #packed} an effect lies. */
    int place(long position) {
        return ((int) position & places - 1) * Packed.PLACE;
    }

    /** The first {@code count} are done with. */
    void release(int count) {
        long head = positions.get(HEAD);
        for (long position = head; position < head + count; position++) {
            int cell = (int) position & mask;
            keys[cell] = null;
            cells.setPlain(cell, null);
        }
        positions.set(HEAD, head + count);
    }

    /** How many effects are not released. */
    long size() {
        return Math.max(0, positions.get(TAIL) - positions.get(HEAD));
    }

    /** When the oldest of them was offered, or {@code otherwise} if there is none. Any thread; a moment's impression. */
    long oldestOr(long otherwise) {
        long position = positions.get(HEAD);
        int cell = (int) position & mask;
        return cells.getAcquire(cell) == null ? otherwise : stamps[cell];
    }
}
