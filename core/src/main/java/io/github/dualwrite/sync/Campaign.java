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

    /** So many slots are open on the board now. {@code size} tells how many keys the primary holds; asked once. */
    synchronized void open(int slots, long keysDone, LongSupplier size) {
        if (slots > 0 && slotsTotal == 0) {
            slotsTotal = slots;
            slotsDone = 0;
            since = nanoTime.getAsLong();
            keysBefore = keysDone;
            keysTotal = size.getAsLong() * slots / SlotMap.SLOTS;
        }
        slotsTotal = Math.max(slotsTotal, slots);
        slotsDone = slotsTotal - slots;
    }

    /** Nothing is open any more. */
    synchronized void end() {
        slotsTotal = 0;
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
