package io.github.dualwrite.lane;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.forget.RecentKeys;
import io.github.dualwrite.ghost.HeldKeys;
import io.github.dualwrite.lane.Batch.State;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Keys;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: its queue, and the thread that ships what is queued and repairs the dirty keys of its slots, never both at once. Callers only
 * {@link #offer}, and wake the thread only when it has been idle for a while; otherwise it looks by itself after the linger, which it also waits
 * between two batches that are not full.
 */
final class Lane implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    /** So many empty looks, and the thread sleeps until it is woken. */
    private static final int LOOKS_BEFORE_SLEEP = 40;

    private static final long SLEEP_NANOS = 50_000_000;
    private static final long NOT_READY_NANOS = 2_000_000;

    /** What effects held is free again. */
    @FunctionalInterface
    interface Release {
        void left(int effects, long bytes);
    }

    private final EffectRing ring;
    private final Batch batch;
    private final Shipper shipper;
    private final KeyRepairs repairs;
    private final KeyOrder order;
    private final HeldKeys held;
    private final RecentKeys recent;
    private final Account account;
    private final long lingerNanos;
    private final Release release;
    private final Runnable closeLinks;
    private final Thread thread;

    private volatile boolean asleep;
    private volatile boolean stopping;
    private boolean mayLinger;
    private int emptyLooks;

    /** @param release told of all effects that have left the lane */
    Lane(
            String name,
            EffectRing ring,
            Batch batch,
            Shipper shipper,
            KeyRepairs repairs,
            KeyOrder order,
            HeldKeys held,
            RecentKeys recent,
            Account account,
            long lingerNanos,
            Release release,
            Runnable closeLinks) {
        this.ring = ring;
        this.batch = batch;
        this.shipper = shipper;
        this.repairs = repairs;
        this.order = order;
        this.held = held;
        this.recent = recent;
        this.account = account;
        this.lingerNanos = lingerNanos;
        this.release = release;
        this.closeLinks = closeLinks;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean offer(Effect effect, Keys written, long bytes, long nanoTime) {
        if (!ring.offer(effect, written, bytes, nanoTime)) {
            return false;
        }
        wake();
        return true;
    }

    /** While keys wait that cannot be copied yet the thread looks by itself: woken for each of them, it would do nothing but look. */
    void addDirty(Key key) {
        boolean first = repairs.isEmpty();
        repairs.add(key);
        if (first) {
            wake();
        }
    }

    /** How many effects were offered so far. */
    long filled() {
        return ring.filled();
    }

    /** How many effects, from the first on, have been confirmed or marked instead. */
    long confirmed() {
        return ring.released();
    }

    long oldestOr(long otherwise) {
        return ring.oldestOr(otherwise);
    }

    /** Somebody waits for what the lane holds. */
    void hurry() {
        LockSupport.unpark(thread);
    }

    private void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                if (!turn()) {
                    rest();
                } else {
                    emptyLooks = 0;
                    if (mayLinger) {
                        LockSupport.parkNanos(lingerNanos); // the more go together, the less each costs, on both sides
                    }
                }
            } catch (RuntimeException | Error e) {
                if (!stopping) {
                    log.error("{}: unexpected failure, what was being sent is marked", thread.getName(), e);
                }
                doubtTheRest();
            }
        }
        closeLinks.run();
    }

    private boolean turn() {
        batch.take();
        boolean any = batch.size() > 0;
        boolean full = batch.isFull();
        if (any) {
            shipper.ship(batch);
            settle();
        }
        boolean repaired = repairs.turn(ring.released(), !any) > 0;
        mayLinger = any && !full && !repaired;
        recent.turn(ring.filled(), ring.released());
        shipper.tell();
        return any || repaired;
    }

    /** Accounts for the batch in order, so that who reads a key as its source sees the doubt of who wrote it before. */
    private void settle() {
        long now = recent.now();
        int applied = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.state(i) == State.APPLIED && (batch.isAsPacked(i) || !readsDoubtful(batch.effect(i)))) {
                applied++;
                shipper.closed(batch, i);
                remember(i, now);
            } else {
                doubt(batch.effect(i), batch.keys(i), batch.lost(i));
            }
        }
        account.applied(applied);
        release.left(batch.size(), batch.bytes());
        batch.release();
    }

    private void remember(int i, long now) {
        if (batch.packedLength(i) == 0) {
            recent.confirmed(batch.keys(i), now);
            return;
        }
        byte[] packed = batch.packed();
        int place = batch.place(i);
        recent.confirmed(packed, Packed.key(packed, place), Packed.keyLength(packed, place), batch.slot(i), now);
    }

    /** What this lane had confirmed lately. */
    RecentKeys recent() {
        return recent;
    }

    private boolean readsDoubtful(Effect effect) {
        for (byte[] source : effect.sources()) {
            if (order.isInDoubt(new Key(source))) {
                return true;
            }
        }
        return false;
    }

    /** @param lost the connection that the effect may still come over, or {@code null} */
    private void doubt(Effect effect, Keys keys, @Nullable ConnectionId lost) {
        account.doubted();
        if (lost != null) {
            held.lostOnSecondary(lost, keys);
        }
        for (int i = 0; i < keys.size(); i++) {
            order.mark(keys.get(i), i == 0 ? 1 : 0);
        }
        order.marked(keys);
        if (!effect.sources().isEmpty()) {
            order.marked(Batch.sources(effect));
        }
    }

    private void doubtTheRest() {
        batch.abandon();
        settle();
    }

    private void rest() {
        if (++emptyLooks < LOOKS_BEFORE_SLEEP
                || shipper.hasToTell()) { // frames may wait longer than all these looks take
            LockSupport.parkNanos(repairs.isEmpty() ? lingerNanos : Math.max(lingerNanos, NOT_READY_NANOS));
            return;
        }
        asleep = true;
        if (ring.size() == 0 && !stopping) {
            LockSupport.parkNanos(repairs.isEmpty() ? SLEEP_NANOS : NOT_READY_NANOS * 5);
        }
        asleep = false;
    }

    /** Stops after the present turn. What is still queued stays unconfirmed. */
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        thread.interrupt();
    }

    boolean awaitStopped(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
        return !thread.isAlive();
    }
}
