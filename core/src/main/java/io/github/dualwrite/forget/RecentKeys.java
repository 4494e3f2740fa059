package io.github.dualwrite.forget;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Keys;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose effects and copies one lane had confirmed lately, so that they can be marked when a server turns out to have forgotten them. As
 * many as fit into a fixed number of bytes; of older ones only the slot is remembered, and when. Belongs to the lane's thread, but for
 * {@link #recall} and {@link #isIdle}.
 */
public final class RecentKeys {

    private static final int ENTRY_OVERHEAD = 80;
    private static final int FIRST_CAPACITY = 1_024;

    /** One request to mark; {@code place} is negative until it is due. */
    private static final class Recall {
        final BitSet slots;
        final long since;
        final long notBefore;
        long place = -1;

        Recall(BitSet slots, long since, long notBefore) {
            this.slots = slots;
            this.since = since;
            this.notBefore = notBefore;
        }
    }

    private final long maxBytes;
    private final KeyOrder order;
    private final LongSupplier nanoTime;
    private final Queue<Recall> recalls = new ConcurrentLinkedQueue<>();
    private final BitSet evicted = new BitSet();
    private final long[] evictedAt = new long[SlotMap.SLOTS];
    private @Nullable Key[] keys = new @Nullable Key[FIRST_CAPACITY];
    private long[] times = new long[FIRST_CAPACITY];
    private int first;
    private int size;
    private long bytes;

    /** @param maxBytes what the keys may take; reckoned with a fixed overhead each */
    public RecentKeys(long maxBytes, KeyOrder order, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.order = order;
        this.nanoTime = nanoTime;
    }

    /** These keys were confirmed. */
    public void confirmed(Keys confirmed) {
        long now = nanoTime.getAsLong();
        for (int i = 0; i < confirmed.size(); i++) {
            add(confirmed.get(i), now);
        }
    }

    private void add(Key key, long now) {
        bytes += cost(key);
        while (bytes > maxBytes && size > 0) {
            forgetOldest();
        }
        if (bytes > maxBytes) {
            bytes -= cost(key);
            slotOnly(key, now);
            return;
        }
        if (size == keys.length) {
            grow();
        }
        int at = (first + size) & (keys.length - 1);
        keys[at] = key;
        times[at] = now;
        size++;
    }

    private void forgetOldest() {
        Key oldest = keys[first];
        if (oldest != null) {
            slotOnly(oldest, times[first]);
            bytes -= cost(oldest);
        }
        keys[first] = null;
        first = (first + 1) & (keys.length - 1);
        size--;
    }

    private void slotOnly(Key key, long time) {
        evicted.set(key.slot());
        evictedAt[key.slot()] = time;
    }

    private void grow() {
        @Nullable Key[] moreKeys = Arrays.copyOf(keys, keys.length * 2);
        long[] moreTimes = Arrays.copyOf(times, times.length * 2);
        // the part before the first moves behind the rest
        System.arraycopy(keys, 0, moreKeys, keys.length, first);
        System.arraycopy(times, 0, moreTimes, times.length, first);
        Arrays.fill(moreKeys, 0, first, null);
        keys = moreKeys;
        times = moreTimes;
    }

    /**
     * Asks to mark what was confirmed in {@code slots} since then, once everything that is queued by then is confirmed, too. Any thread.
     *
     * @param notBefore a time of the clock
     */
    public void recall(BitSet slots, long since, long notBefore) {
        recalls.add(new Recall(slots, since, notBefore));
    }

    /** Whether nothing is left to mark. Any thread. */
    public boolean isIdle() {
        return recalls.isEmpty();
    }

    /** Marks what is due, given how far the lane is filled and confirmed. */
    public void turn(long filled, long confirmed) {
        if (recalls.isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        recalls.removeIf(recall -> {
            if (recall.place < 0 && now - recall.notBefore >= 0) {
                recall.place = filled;
            }
            boolean due = recall.place >= 0 && confirmed >= recall.place;
            if (due) {
                mark(recall); // and only then it is gone: until its keys are marked this is not idle
            }
            return due;
        });
    }

    private void mark(Recall recall) {
        Set<Key> marked = new HashSet<>();
        for (int i = size - 1; i >= 0; i--) {
            int at = (first + i) & (keys.length - 1);
            Key key = keys[at];
            if (times[at] - recall.since < 0) {
                break;
            }
            if (key != null && recall.slots.get(key.slot()) && marked.add(key)) {
                order.mark(key, 0);
            }
        }
        BitSet slots = (BitSet) recall.slots.clone();
        slots.and(evicted);
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            if (evictedAt[slot] - recall.since < 0) {
                slots.clear(slot);
            }
        }
        if (!slots.isEmpty()) {
            order.markSlots(slots);
        }
    }

    private static long cost(Key key) {
        return key.bytes().length + (long) ENTRY_OVERHEAD;
    }
}
