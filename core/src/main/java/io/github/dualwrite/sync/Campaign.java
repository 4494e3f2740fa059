package io.github.dualwrite.sync;

import io.github.dualwrite.net.SlotMap;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Reckons how far the passes are, from when slots were first open until none is. Written by the backfill's thread, read by any. */
final class Campaign {

    private final LongSupplier nanoTime;
    private long keysBefore;
    private long keysTotal;
    private int slotsTotal;
    private int slotsDone;
    private long since;

    Campaign(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * So many slots are open on the board now. {@code size} tells how many keys the primary holds; asked once.
     *
     * @return whether none was before
     */
    synchronized boolean open(int slots, long keysDone, LongSupplier size) {
        boolean begins = slots > 0 && slotsTotal == 0;
        if (begins) {
            slotsTotal = slots;
            slotsDone = 0;
            since = nanoTime.getAsLong();
            keysBefore = keysDone;
            keysTotal = size.getAsLong() * slots / SlotMap.SLOTS;
        }
        slotsTotal = Math.max(slotsTotal, slots);
        slotsDone = slotsTotal - slots;
        return begins;
    }

    /** Nothing is open any more. Returns how many slots it was about, 0 if it had ended before. */
    synchronized int end() {
        int were = slotsTotal;
        slotsTotal = 0;
        return were;
    }

    synchronized void slotDone() {
        slotsDone = Math.min(slotsTotal, slotsDone + 1);
    }

    synchronized Progress progress(long keysDone) {
        if (slotsTotal == 0) {
            return new Progress(keysDone, keysDone, 0, 0, null);
        }
        long total = Math.max(keysDone, keysBefore + keysTotal);
        long elapsed = nanoTime.getAsLong() - since;
        Duration remaining = slotsDone == 0
                ? null
                : Duration.ofNanos((long) ((double) elapsed / slotsDone * (slotsTotal - slotsDone)));
        return new Progress(keysDone, total, slotsDone, slotsTotal, remaining);
    }
}
