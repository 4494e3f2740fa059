package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.forget.RecentKeys;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * All lanes of one secondary: a fixed share of the slots each, one bulkhead and one limit of bytes over all. Safe for any thread.
 */
public final class Lanes implements EffectQueue, AutoCloseable {

    private static final long WAIT_STEP_NANOS = 100_000;

    private final Bulkhead bulkhead;
    private final long maxBytes;
    private final LongSupplier nanoTime;
    private final AtomicLong bytes = new AtomicLong();
    private Lane[] lanes = new Lane[0]; // set once, before any other thread knows this object

    /** Lanes without threads yet: what is offered waits for {@link #start}. */
    public Lanes(Bulkhead bulkhead, long maxBytes, LongSupplier nanoTime) {
        this.bulkhead = bulkhead;
        this.maxBytes = maxBytes;
        this.nanoTime = nanoTime;
    }

    /** Makes the lanes and starts their threads. Called once, before the first {@link #offer}. */
    public void start(LaneParts parts) {
        lanes = new Lane[parts.limits().count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = parts.lane(i, this::release);
        }
        for (Lane lane : lanes) {
            lane.start();
        }
    }

    @Override
    public boolean offer(Effect effect, Keys written) {
        if (!bulkhead.tryAcquirePermission()) {
            return false;
        }
        long size = EffectSize.of(effect);
        if (bytes.addAndGet(size) <= maxBytes
                && lane(written.get(0).slot()).offer(effect, written, size, nanoTime.getAsLong())) {
            return true;
        }
        release(1, size);
        return false;
    }

    private void release(int effects, long size) {
        bytes.addAndGet(-size);
        for (int i = 0; i < effects; i++) {
            bulkhead.releasePermission();
        }
    }

    @Override
    public long filled(int slot) {
        return lane(slot).filled();
    }

    @Override
    public long confirmed(int slot) {
        return lane(slot).confirmed();
    }

    /** How many effects all lanes have taken so far. */
    public long filled() {
        long sum = 0;
        for (Lane lane : lanes) {
            sum += lane.filled();
        }
        return sum;
    }

    /** A key of one of the lanes has become dirty. */
    public void addDirty(Key key) {
        lane(key.slot()).addDirty(key);
    }

    /** Marks what was confirmed in {@code slots} since then, in all lanes. As {@link RecentKeys#recall}. */
    public void recall(BitSet slots, long since, long notBefore) {
        for (Lane lane : lanes) {
            lane.recent().recall(slots, since, notBefore);
        }
    }

    /** Whether nothing is left to recall. */
    public boolean hasRecalled() {
        for (Lane lane : lanes) {
            if (!lane.recent().isIdle()) {
                return false;
            }
        }
        return true;
    }

    private Lane lane(int slot) {
        return lanes[slot % lanes.length];
    }

    /** Waits until everything the slot's lane has taken so far is confirmed or marked. For {@code ack: sync} only. Returns whether it is. */
    public boolean awaitConfirmed(int slot, long timeoutNanos) {
        Lane lane = lane(slot);
        long target = lane.filled();
        lane.hurry();
        long deadline = System.nanoTime() + timeoutNanos;
        while (lane.confirmed() - target < 0) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(WAIT_STEP_NANOS);
        }
        return true;
    }

    /** Whether nothing is queued or unconfirmed. */
    public boolean isIdle() {
        for (Lane lane : lanes) {
            if (lane.confirmed() != lane.filled()) {
                return false;
            }
        }
        return true;
    }

    /** How many effects are queued or sent and not yet confirmed. */
    public long depth() {
        long sum = 0;
        for (Lane lane : lanes) {
            sum += lane.filled() - lane.confirmed();
        }
        return sum;
    }

    /** The bytes that they hold. */
    public long bytes() {
        return bytes.get();
    }

    /** The age of the oldest unconfirmed effect in nanoseconds; 0 if there is none. */
    public long oldestAgeNanos() {
        long now = nanoTime.getAsLong();
        long oldest = now;
        for (Lane lane : lanes) {
            long stamp = lane.oldestOr(now);
            oldest = stamp - oldest < 0 ? stamp : oldest;
        }
        return now - oldest;
    }

    /** Stops the threads; what is queued stays unconfirmed. */
    @Override
    public void close() {
        for (Lane lane : lanes) {
            lane.stop();
        }
        try {
            for (Lane lane : lanes) {
                lane.awaitStopped(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
