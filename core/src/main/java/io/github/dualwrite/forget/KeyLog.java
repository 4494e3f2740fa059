package io.github.dualwrite.forget;

import io.github.dualwrite.order.Key;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Keys and when they were added, first in, first out, as bytes in one array: there may be hundreds of thousands, and as objects they would be moved by
 * every collection that they outlive. The array grows up to a limit; from then on the oldest go. For one thread.
 */
final class KeyLog {

    /** Told of what goes for want of room. */
    @FunctionalInterface
    interface Forgetting {
        void forgets(int slot, long time);
    }

    // an entry: its time, the length of its key, the key's slot, the key; never in two parts
    private static final int LENGTH = Long.BYTES;
    private static final int SLOT = LENGTH + Integer.BYTES;
    private static final int KEY = SLOT + Short.BYTES;

    private static final int FIRST_BYTES = 64 << 10;
    private static final int MOST_BYTES = 1 << 30;

    private final int maxBytes;
    private final Forgetting forgetting;
    private ByteBuffer ring;
    private int first;
    private int next;
    private boolean wrapped; // then entries lie from first to end, and from 0 to next
    private int end;

    /** @param maxBytes what keys, times and lengths may take together */
    KeyLog(long maxBytes, Forgetting forgetting) {
        this.maxBytes = (int) Math.min(maxBytes, MOST_BYTES);
        this.forgetting = forgetting;
        this.ring = ByteBuffer.allocate(Math.min(this.maxBytes, FIRST_BYTES));
    }

    /** Adds a key; what does not fit at all is forgotten at once. */
    void add(Key key, long time) {
        add(key.bytes(), 0, key.bytes().length, key.slot(), time);
    }

    /** As {@link #add(Key, long)}, with a key that lies among other bytes. */
    void add(byte[] bytes, int from, int length, int slot, long time) {
        int size = KEY + length;
        if (size > maxBytes) {
            forgetting.forgets(slot, time);
            return;
        }
        int at = place(size);
        while (at < 0) {
            if (ring.capacity() < maxBytes) {
                grow();
            } else {
                forgetOldest();
            }
            at = place(size);
        }
        ring.putLong(at, time);
        ring.putInt(at + LENGTH, length);
        ring.putShort(at + SLOT, (short) slot);
        ring.put(at + KEY, bytes, from, length);
        next = at + size;
    }

    /** Where an entry of this size may begin, or -1 if there is no room. */
    private int place(int size) {
        if (wrapped) {
            return first - next >= size ? next : -1;
        }
        if (ring.capacity() - next >= size) {
            return next;
        }
        if (first < size) {
            return -1;
        }
        end = next;
        wrapped = true;
        return 0;
    }

    private void forgetOldest() {
        forgetting.forgets(ring.getShort(first + SLOT), ring.getLong(first));
        first += KEY + ring.getInt(first + LENGTH);
        if (wrapped && first == end) {
            first = 0;
            wrapped = false;
        }
        if (!wrapped && first == next) {
            first = 0;
            next = 0;
        }
    }

    private void grow() {
        ByteBuffer larger = ByteBuffer.allocate((int) Math.min(maxBytes, ring.capacity() * 2L));
        int upper = (wrapped ? end : next) - first;
        larger.put(0, ring, first, upper);
        if (wrapped) {
            larger.put(upper, ring, 0, next);
        }
        next = wrapped ? upper + next : upper;
        first = 0;
        wrapped = false;
        ring = larger;
    }

    /** Shows the keys of some slots that were added at {@code since} or later, oldest first, as often as they were added. */
    void forEach(long since, IntPredicate ofSlot, Consumer<Key> action) {
        if (wrapped) {
            forEach(first, end, since, ofSlot, action);
            forEach(0, next, since, ofSlot, action);
        } else {
            forEach(first, next, since, ofSlot, action);
        }
    }

    private void forEach(int from, int to, long since, IntPredicate ofSlot, Consumer<Key> action) {
        int length;
        for (int at = from; at < to; at += KEY + length) {
            length = ring.getInt(at + LENGTH);
            if (ring.getLong(at) - since >= 0 && ofSlot.test(ring.getShort(at + SLOT))) {
                byte[] key = new byte[length];
                ring.get(at + KEY, key);
                action.accept(new Key(key));
            }
        }
    }
}
