package io.github.dualwrite.order;

import io.github.dualwrite.net.SlotMap;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The slots of one secondary in which this process has seen every time to live there is: it copied their keys itself, and nobody else has written
 * since. Elsewhere a key may be about to end of which nobody here knows. Safe for any thread.
 *
 * <p>Why hearing is enough. Another process that gave a key its time to live tells of the key when the secondary has confirmed it. Who hears that
 * before an operation of its own on the key begins, does not take the slot for known any more when it sends that operation, provided that the
 * listener says so here before it looks for open operations. Who hears it while the operation is open marks the key. And who was over before
 * it was told has told the other first, who marks the key then.
 */
public final class KnownEnds {

    private final LongSupplier nanoTime;
    private final AtomicLongArray since = new AtomicLongArray(SlotMap.SLOTS); // 0: not known
    private final AtomicLong epoch = new AtomicLong();
    private volatile boolean any;
    private volatile boolean blind;

    /** Nothing is known yet. */
    public KnownEnds(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Moves whenever somebody else has, or may have, written. */
    public long epoch() {
        return epoch.get();
    }

    /** This process has copied every key of {@code slots}, beginning when the epoch was {@code epochThen}. */
    public synchronized void learned(BitSet slots, long epochThen) {
        if (blind || epoch.get() != epochThen) {
            return;
        }
        any = true;
        long now = nanoTime.getAsLong();
        slots.stream().forEach(slot -> since.set(slot, now == 0 ? 1 : now));
        if (epoch.get() != epochThen) { // who moved it may have found nothing to forget yet
            forget();
        }
    }

    /** Somebody else has written, or may have unheard. */
    public void strangers() {
        epoch.incrementAndGet();
        if (any) {
            forget();
        }
    }

    /** Others can never be heard. */
    public void neverAlone() {
        blind = true;
        strangers();
    }

    private synchronized void forget() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            since.set(slot, 0);
        }
        any = false;
    }

    /** Whether the slot was known {@code nanos} before {@code at} already, and is known still. */
    public boolean isKnown(int slot, long at, long nanos) {
        if (!any) {
            return false;
        }
        long from = since.get(slot);
        return from != 0 && at - from >= nanos;
    }
}
