package io.github.dualwrite.sync;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.SlotStates.Pass;
import io.github.dualwrite.order.SlotStates.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings slots from unsynced or dirty to synced: every key that either side lists is marked dirty, at a limited pace, and the lanes copy it.
 * When each of them was copied once, the slot is synced; what was marked again meanwhile is still in the dirty keys. Always safe beside live
 * writes, and to be interrupted at any point: a slot that was not finished takes the road again from its start.
 */
public final class Backfill implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Backfill.class);

    private static final int SLOTS_AT_ONCE = 256;
    private static final long REST_NANOS = 20_000_000;
    private static final long TROUBLE_NANOS = 500_000_000;

    private final ClusterView primary;
    private final ClusterView secondary;
    private final SlotStates slots;
    private final DirtyKeys dirty;
    private final long maxDirtyBytes;
    private final KeyOrder order;
    private final EffectQueue lanes;
    private final Account account;
    private final Pacer pacer;
    private final Predicate<byte[]> excluded;
    private final Thread thread;

    private final Set<Key> awaited = ConcurrentHashMap.newKeySet();
    private final AtomicLong keysDone = new AtomicLong();
    private volatile boolean started;
    private volatile boolean stopping;

    /**
     * @param maxDirtyBytes half of it stays free for live writes
     * @param excluded keys that are ours and not data
     */
    public Backfill(
            ClusterView primary,
            ClusterView secondary,
            SlotStates slots,
            DirtyKeys dirty,
            long maxDirtyBytes,
            KeyOrder order,
            EffectQueue lanes,
            Account account,
            Pacer pacer,
            Predicate<byte[]> excluded) {
        this.primary = primary;
        this.secondary = secondary;
        this.slots = slots;
        this.dirty = dirty;
        this.maxDirtyBytes = maxDirtyBytes;
        this.order = order;
        this.lanes = lanes;
        this.account = account;
        this.pacer = pacer;
        this.excluded = excluded;
        this.thread = new Thread(this::run, "dualwrite-backfill-" + secondary.name());
        this.thread.setDaemon(true);
    }

    /** Starts the thread; dirty slots are mended from now on, unsynced ones once {@link #startUnsynced} was called. */
    public void start() {
        thread.start();
    }

    /** Copies slots that were never copied, too. */
    public void startUnsynced() {
        started = true;
        LockSupport.unpark(thread);
    }

    /** Whether slots that were never copied are being copied. */
    public boolean isStarted() {
        return started;
    }

    /** A key was copied once, or found to be unrepairable. Any thread. */
    public void copied(Key key) {
        if (awaited.remove(key)) {
            keysDone.incrementAndGet();
        }
    }

    /** How many keys were copied by passes over slots. */
    public long keysDone() {
        return keysDone.get();
    }

    private void run() {
        try (SlotKeys onPrimary = new SlotKeys(primary);
                SlotKeys onSecondary = new SlotKeys(secondary)) {
            while (!stopping) {
                BitSet chosen = choose(onPrimary, onSecondary);
                if (chosen.isEmpty() || !isReachable()) {
                    LockSupport.parkNanos(REST_NANOS);
                } else {
                    pass(chosen, onPrimary, onSecondary);
                }
            }
        }
    }

    private boolean isReachable() {
        return !primary.topology().map().primaries().isEmpty()
                && !secondary.topology().map().primaries().isEmpty()
                && secondary.states().allDown().isEmpty()
                && primary.states().allDown().isEmpty();
    }

    private BitSet choose(SlotKeys onPrimary, SlotKeys onSecondary) {
        int most = onPrimary.bySlot() && onSecondary.bySlot() ? SLOTS_AT_ONCE : SlotMap.SLOTS;
        BitSet chosen = new BitSet();
        int count = 0;
        for (int slot = 0; slot < SlotMap.SLOTS && count < most; slot++) {
            State state = slots.state(slot);
            if (state == State.DIRTY || state == State.SYNCING || (state == State.UNSYNCED && started)) {
                chosen.set(slot);
                count++;
            }
        }
        return chosen;
    }

    private void pass(BitSet chosen, SlotKeys onPrimary, SlotKeys onSecondary) {
        List<Pass> passes = new ArrayList<>();
        chosen.stream().forEach(slot -> passes.add(slots.syncing(slot)));
        try {
            awaitLanes(chosen);
            long before = System.nanoTime();
            Set<Key> keys = ConcurrentHashMap.newKeySet();
            if (onPrimary.bySlot() && onSecondary.bySlot()) {
                onPrimary.list(chosen, key -> keys.add(new Key(key)));
                pacer.primaryLatency((System.nanoTime() - before) / chosen.cardinality());
                onSecondary.list(chosen, key -> keys.add(new Key(key)));
                keys.forEach(this::mark);
            } else {
                onPrimary.list(chosen, key -> mark(new Key(key)));
                onSecondary.list(chosen, key -> mark(new Key(key)));
            }
            while (!awaited.isEmpty() && !stopping) {
                LockSupport.parkNanos(REST_NANOS / 10);
                awaited.removeIf(key -> !dirty.contains(key)); // forgotten for want of room: its slot is dirty again
            }
            finish(passes);
        } catch (IOException e) {
            awaited.clear();
            passes.forEach(slots::abandon);
            log.warn("{}: a pass over {} slots was given up: {}", secondary.name(), passes.size(), e.getMessage());
            LockSupport.parkNanos(TROUBLE_NANOS);
        }
    }

    /**
     * What was queued when the pass began must have arrived before the secondary is listed: an effect still on its way may bring a key that the
     * primary has removed since, with the removal forgotten, so that neither side would list it.
     */
    private void awaitLanes(BitSet chosen) {
        long[] places = chosen.stream().mapToLong(lanes::filled).toArray();
        int i = 0;
        for (int slot = chosen.nextSetBit(0); slot >= 0; slot = chosen.nextSetBit(slot + 1)) {
            while (lanes.confirmed(slot) < places[i] && !stopping) {
                LockSupport.parkNanos(REST_NANOS / 100);
            }
            i++;
        }
    }

    private void mark(Key key) {
        if (excluded.test(key.bytes())) {
            return;
        }
        long wait = pacer.take();
        while ((wait > 0 || dirty.bytes() > maxDirtyBytes / 2) && !stopping) {
            LockSupport.parkNanos(Math.max(wait, 100_000));
            wait = wait > 0 ? pacer.take() : 0;
        }
        awaited.add(key);
        order.mark(key, 0);
    }

    private void finish(List<Pass> passes) {
        for (Pass pass : passes) {
            if (stopping) {
                slots.abandon(pass);
            } else if (slots.synced(pass)) {
                account.repaired(pass.writes());
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        thread.interrupt();
    }
}
