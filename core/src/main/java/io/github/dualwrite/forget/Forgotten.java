package io.github.dualwrite.forget;

import io.github.dualwrite.order.KeyOrder;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What one secondary has to make good when servers forget, its own or the primary's. Both concern the same keys: those that were confirmed lately,
 * or every key of the slots when nobody can tell how much is gone. A copy brings back what the secondary has lost, and removes what only the
 * primary has lost. Safe for any thread.
 */
public final class Forgotten {

    /** A primary that was replaced may answer callers once more before it notices. */
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Where the keys that were confirmed lately are remembered. */
    public interface Recaller {

        /** As {@link RecentKeys#recall}, everywhere. */
        void recall(BitSet slots, long since, long notBefore);
    }

    private final Witness primary;
    private final Witness secondary;
    private final KeyOrder order;
    private final Recaller recaller;
    private final long windowNanos;
    private final BooleanSupplier isSettled;
    private final LongSupplier nanoTime;
    private final AtomicLong events = new AtomicLong();
    private volatile boolean flushed;
    private volatile long flushedAt;

    /**
     * @param window how much longer than since the last look something may have been forgotten
     * @param isSettled whether nothing is left to recall, and both sides were looked at since they last gave reason to
     */
    public Forgotten(
            Witness primary,
            Witness secondary,
            KeyOrder order,
            Recaller recaller,
            Duration window,
            BooleanSupplier isSettled,
            LongSupplier nanoTime) {
        this.primary = primary;
        this.secondary = secondary;
        this.order = order;
        this.recaller = recaller;
        this.windowNanos = window.toNanos();
        this.isSettled = isSettled;
        this.nanoTime = nanoTime;
    }

    /** From now on what the servers forget is marked. {@code onSecondary} is told of slots that the secondary may have forgotten anything of. */
    public void start(java.util.function.Consumer<BitSet> onSecondary) {
        primary.tell((slots, allOfIt, since) -> {
            mark(slots, allOfIt, since);
            // what is confirmed from now on and was acknowledged by somebody who did not know yet
            recaller.recall(slots, since, nanoTime.getAsLong() + SETTLING_NANOS);
        });
        secondary.tell((slots, allOfIt, since) -> {
            mark(slots, allOfIt, since);
            onSecondary.accept(slots);
        });
    }

    private void mark(BitSet slots, boolean allOfIt, long lastSeen) {
        long since = lastSeen - windowNanos;
        if (allOfIt || (flushed && flushedAt - since >= 0)) {
            order.markSlots(slots);
        } else {
            recaller.recall(slots, since, nanoTime.getAsLong());
        }
        events.incrementAndGet();
    }

    /** Everything was removed on either side; which keys that were, nobody remembers. */
    public void flushed() {
        flushedAt = nanoTime.getAsLong();
        flushed = true;
    }

    /** How it is going. */
    public ForgottenStatus status() {
        return new ForgottenStatus(
                events.get(),
                isSettled.getAsBoolean(),
                primary.evicted(),
                secondary.evicted(),
                primary.isEvicting() || secondary.isEvicting());
    }
}
