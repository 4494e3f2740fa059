package io.github.dualwrite.forget;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Keys;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * The keys whose effects and copies one lane had confirmed lately, so that they can be marked when a server turns out to have forgotten them. As
 * many as fit into a fixed number of bytes; of older ones only the slot is remembered, and when. Belongs to the lane's thread, but for
 * {@link #recall} and {@link #isIdle}.
 */
public final class RecentKeys {

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

    private final KeyLog keys;
    private final KeyOrder order;
    private final LongSupplier nanoTime;
    private final Queue<Recall> recalls = new ConcurrentLinkedQueue<>();
    private final BitSet evicted = new BitSet();
    private final long[] evictedAt = new long[SlotMap.SLOTS];

    /** @param maxBytes what the keys may take */
    public RecentKeys(long maxBytes, KeyOrder order, LongSupplier nanoTime) {
        this.keys = new KeyLog(maxBytes, this::slotsOnly);
        this.order = order;
        this.nanoTime = nanoTime;
    }

    /** The time by the clock. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /** These keys were confirmed, at {@code now} by the clock. */
    public void confirmed(Keys confirmed, long now) {
        for (int i = 0; i < confirmed.size(); i++) {
            keys.add(confirmed.get(i), now);
        }
    }

    /** The key that lies among {@code bytes} was confirmed, at {@code now} by the clock. */
    public void confirmed(byte[] bytes, int from, int length, int slot, long now) {
        keys.add(bytes, from, length, slot, now);
    }

    private void slotsOnly(BitSet slots, long latest) {
        evicted.or(slots);
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            evictedAt[slot] = latest;
        }
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
        long now = now();
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
        keys.forEach(recall.since, recall.slots::get, key -> {
            if (marked.add(key)) {
                order.mark(key, 0);
            }
        });
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
}
