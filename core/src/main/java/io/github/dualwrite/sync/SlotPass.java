package io.github.dualwrite.sync;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Identities;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.SlotStates;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * One pass over slots: every key that either side lists is marked dirty, at a limited pace, and the lanes copy it. The pass is over when each of
 * them was copied once; what was marked again meanwhile is still in the dirty keys. Slots of a node that is away while others are up are left out.
 * For one thread, but for {@link #copied}.
 */
public final class SlotPass implements AutoCloseable {

    /** Who passes. */
    interface Lease {

        /** Keeps the lease, and says that this process is alive; to be called again and again while a pass goes on. */
        boolean lead() throws IOException;
    }

    /** About as many keys as a pass holds in memory, and as it copies before its slots are done: what the pace allows in some seconds. */
    private static final int FEWEST_AT_ONCE = 20_000;

    private static final int MOST_AT_ONCE = 100_000;
    private static final int SECONDS = 4;
    private static final int MOST_SLOTS_AT_ONCE = 4_096;

    /** So many keys wait for their copy at most: enough for the lanes, and few enough to be at hand in the processor's caches. */
    private static final int MOST_AWAITED = 4_096;

    /** About as many keys are listed before they are marked, so that the lanes copy them while the next ones are listed. */
    private static final int LISTED_AT_ONCE = 4_000;

    private static final int SLOTS_WHERE_NOBODY_SAYS = 64;
    private static final int UNKNOWN = -1;
    private static final long LOOK_NANOS = 2_000_000;
    private static final long SHORT_NANOS = 200_000;
    private static final long LOOK_AT_EACH_NANOS = 500_000_000;
    private static final long RENEW_NANOS = 1_000_000_000;

    private final ClusterView primary;
    private final ClusterView secondary;
    private final SlotKeys onPrimary;
    private final SlotKeys onSecondary;
    private final DirtyKeys dirty;
    private final long maxDirtyBytes;
    private final KeyOrder order;
    private final KnownEnds knownEnds;
    private final Pacer pacer;
    private final Predicate<byte[]> excluded;
    private final Set<Key> awaited = ConcurrentHashMap.newKeySet();
    private final BitSet missed = new BitSet();
    private final AtomicLong keysDone = new AtomicLong();
    private int slotsPerListing = 1;
    private long renewedAt;
    private long lookedAt = System.nanoTime();

    /**
     * @param maxDirtyBytes half of it stays free for live writes
     * @param knownEnds told the slots that were copied whole
     * @param excluded keys that are ours and not data
     */
    public SlotPass(
            ClusterView primary,
            ClusterView secondary,
            DirtyKeys dirty,
            long maxDirtyBytes,
            KeyOrder order,
            KnownEnds knownEnds,
            Pacer pacer,
            Predicate<byte[]> excluded) {
        this.primary = primary;
        this.secondary = secondary;
        this.onPrimary = new SlotKeys(primary);
        this.onSecondary = new SlotKeys(secondary);
        this.dirty = dirty;
        this.maxDirtyBytes = maxDirtyBytes;
        this.order = order;
        this.knownEnds = knownEnds;
        this.pacer = pacer;
        this.excluded = excluded;
    }

    /** A key was copied once, or found to be unrepairable. Any thread. */
    public void copied(Key key) {
        if (awaited.remove(key)) {
            keysDone.incrementAndGet();
        }
    }

    long keysDone() {
        return keysDone.get();
    }

    Set<String> primaryIds() throws IOException {
        return Identities.of(primary);
    }

    /** How many keys the primary holds; 0 where it does not say. */
    long primarySize() {
        return Math.max(0, knownSize());
    }

    private long knownSize() {
        try {
            return onPrimary.size();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Those of {@code open} whose nodes are not away on either side. */
    BitSet within(BitSet open) {
        BitSet within = new BitSet();
        open.stream().filter(slot -> !isAway(slot)).forEach(within::set);
        return within;
    }

    private boolean isAway(int slot) {
        return primary.isAway(slot) || secondary.isAway(slot);
    }

    /**
     * Passes over some of {@code open}, none of which should be {@linkplain #within away}.
     *
     * @return the slots of which every key was copied and nothing was forgotten
     * @throws IOException if a side cannot be listed; then nothing is done
     */
    BitSet over(BitSet open, SlotStates slots, BooleanSupplier stopping, Lease lease) throws IOException {
        BitSet chosen = choose(open);
        long nobodyElse = knownEnds.epoch();
        long[] epochs = new long[SlotMap.SLOTS];
        chosen.stream().forEach(slot -> epochs[slot] = slots.epoch(slot));
        missed.clear();
        try {
            mark(chosen, stopping, lease);
            while (!awaited.isEmpty() && !stopping.getAsBoolean()) {
                rest(LOOK_NANOS, lease);
            }
        } finally {
            awaited.clear();
        }
        BitSet done = new BitSet();
        if (!stopping.getAsBoolean()) {
            chosen.stream().filter(slot -> slots.epoch(slot) == epochs[slot]).forEach(done::set);
            done.andNot(missed);
        }
        knownEnds.learned(done, nobodyElse);
        return done;
    }

    private boolean isNoLongerAwaited(Key key) {
        if (!dirty.contains(key)) {
            return true; // forgotten for want of room: its slot's epoch has moved
        }
        if (isAway(key.slot())) {
            missed.set(key.slot());
            return true;
        }
        return false;
    }

    /** Where a side cannot be listed by slot, all slots at once: each listing reads every key there is. */
    private BitSet choose(BitSet open) {
        if (!bySlot()) {
            return open;
        }
        long size = knownSize();
        int keys = Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE / SECONDS, pacer.keysPerSecond()) * SECONDS);
        slotsPerListing = slotsAtOnce(size, LISTED_AT_ONCE);
        int most = slotsAtOnce(size, keys);
        return everyNth(open, (open.cardinality() + most - 1) / most, 0);
    }

    /** Each pass costs some round trips of its own, whatever its slots hold; so does each listing. */
    static int slotsAtOnce(long keysOnPrimary, int keysAtOnce) {
        if (keysOnPrimary == UNKNOWN) {
            return SLOTS_WHERE_NOBODY_SAYS;
        }
        long keysPerSlot = keysOnPrimary / SlotMap.SLOTS + 1;
        return (int) Math.max(1, Math.min(MOST_SLOTS_AT_ONCE, keysAtOnce / keysPerSlot));
    }

    private boolean bySlot() {
        return onPrimary.bySlot() && onSecondary.bySlot();
    }

    private void mark(BitSet chosen, BooleanSupplier stopping, Lease lease) throws IOException {
        if (!bySlot()) {
            missed.or(onPrimary.list(chosen, key -> mark(new Key(key), stopping, lease)));
            missed.or(onSecondary.list(chosen, key -> mark(new Key(key), stopping, lease)));
            return;
        }
        int parts = (chosen.cardinality() + slotsPerListing - 1) / slotsPerListing;
        for (int i = 0; i < parts && !stopping.getAsBoolean(); i++) {
            markPart(everyNth(chosen, parts, i), stopping, lease);
        }
    }

    /** Neighbours mostly live on one node: who takes every so many slots has all nodes work at the same time. */
    static BitSet everyNth(BitSet slots, int n, int first) {
        BitSet some = new BitSet(SlotMap.SLOTS);
        int i = n - first;
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            if (i++ % n == 0) {
                some.set(slot);
            }
        }
        return some;
    }

    private void markPart(BitSet part, BooleanSupplier stopping, Lease lease) throws IOException {
        Set<Key> keys = new HashSet<>(); // in no order, so that not all of one node come first
        long before = System.nanoTime();
        missed.or(onPrimary.list(part, key -> keys.add(new Key(key))));
        pacer.primaryLatency((System.nanoTime() - before) / part.cardinality());
        missed.or(onSecondary.list(part, key -> keys.add(new Key(key))));
        keys.forEach(key -> mark(key, stopping, lease));
    }

    private void mark(Key key, BooleanSupplier stopping, Lease lease) {
        if (excluded.test(key.bytes()) || stopping.getAsBoolean()) {
            return;
        }
        renew(lease);
        long wait = pacer.take();
        while ((wait > 0 || dirty.bytes() > maxDirtyBytes / 2 || awaited.size() >= MOST_AWAITED)
                && !stopping.getAsBoolean()) {
            rest(Math.max(wait, SHORT_NANOS), lease);
            wait = wait > 0 ? pacer.take() : 0;
        }
        if (isAway(key.slot())) {
            missed.set(key.slot());
            return;
        }
        if (awaited.add(key)) { // a key that waits already, since it was listed twice, will be copied once
            order.mark(key, 0);
        }
    }

    private void rest(long nanos, Lease lease) {
        LockSupport.parkNanos(nanos);
        renew(lease);
        if (System.nanoTime() - lookedAt > LOOK_AT_EACH_NANOS) {
            awaited.removeIf(this::isNoLongerAwaited);
            lookedAt = System.nanoTime();
        }
    }

    /** Losing the lease in the middle costs at most a second copy by somebody else. */
    private void renew(Lease lease) {
        long now = System.nanoTime();
        if (now - renewedAt > RENEW_NANOS) {
            renewedAt = now;
            try {
                lease.lead();
            } catch (IOException e) {
                // the next turn of the backfill meets it again, and says so
            }
        }
    }

    @Override
    public void close() {
        onPrimary.close();
        onSecondary.close();
    }
}
