package io.github.dualwrite.lane;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.forget.RecentKeys;
import io.github.dualwrite.ghost.HeldKeys;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.KnownEnds;
import io.github.resilience4j.retry.Retry;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the lanes of one secondary are made of.
 *
 * @param limits count, linger and sizes
 * @param retry waits between rounds after transient replies
 * @param primary where repairs read
 * @param secondary where effects and repairs go
 * @param dirty the secondary's dirty keys
 * @param order the secondary's order
 * @param held keys that must not be copied yet
 * @param recentBytes what the keys that were confirmed lately may take over all lanes
 * @param account the secondary's account
 * @param nanoTime a monotonic clock
 * @param bytesCopied told the payload of each copy, for the pace of backfill
 * @param onCopied told each key that was copied once more, or found to be unrepairable
 * @param fallback copies what {@code DUMP} and {@code RESTORE} cannot
 * @param knownEnds where the secondary holds no key with a time to live that we have not seen
 * @param tellers how each lane tells other processes what it has done
 */
public record LaneParts(
        io.github.dualwrite.config.Lanes limits,
        Retry retry,
        ClusterView primary,
        ClusterView secondary,
        DirtyKeys dirty,
        KeyOrder order,
        HeldKeys held,
        long recentBytes,
        Account account,
        LongSupplier nanoTime,
        LongConsumer bytesCopied,
        Consumer<Key> onCopied,
        Fallback fallback,
        KnownEnds knownEnds,
        Supplier<Teller> tellers) {

    /** A pipeline stays below what a server buffers for a client without hesitation. */
    private static final long MAX_BATCH_BYTES = 1 << 20;

    Lane lane(int index, Lane.Release release) {
        LaneSide from = LaneSide.of(primary);
        LaneSide to = LaneSide.of(secondary);
        Teller teller = tellers.get();
        Lifetimes lifetimes = new Lifetimes(nanoTime, knownEnds);
        RecentKeys recent = new RecentKeys(recentBytes / limits.count(), order, nanoTime);
        StateCopy copy = new StateCopy(from, to, nanoTime, bytesCopied, fallback, lifetimes);
        KeyRepairs repairs = new KeyRepairs(dirty, order, held, recent, account, from, to, copy, onCopied, teller);
        Shipper shipper = new Shipper(to, retry, account, nanoTime, lifetimes, teller);
        EffectRing ring = new EffectRing(Math.max(2, limits.maxEntries() / limits.count()));
        return new Lane(
                "dualwrite-lane-" + secondary.name() + "-" + index,
                ring,
                new Batch(ring, limits.maxBatch(), MAX_BATCH_BYTES),
                shipper,
                repairs,
                order,
                held,
                recent,
                account,
                limits.linger().toNanos(),
                release,
                () -> {
                    from.links().close();
                    to.links().close();
                });
    }
}
