package io.github.dualwrite.sync;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.journal.Inheritance;
import io.github.dualwrite.journal.Journal;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Identities;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.SlotStates;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings slots from unsynced or dirty to synced. What a slot needs is asked for on the {@link SlotBoard}; the one process that holds the lease
 * passes over all slots that anybody asked for ({@link SlotPass}), and every process calls its slot synced when the pass it asked for is done
 * and nothing more of the slot was forgotten meanwhile. Always safe beside live writes, and to be interrupted at any point: a slot that was not
 * finished takes the road again from its start, by whichever process holds the lease then.
 */
public final class Backfill implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Backfill.class);

    private static final long REST_NANOS = 20_000_000;
    private static final long FOLLOWERS_REST_NANOS = 200_000_000;
    private static final long TROUBLE_NANOS = 500_000_000;
    private static final long IDENTIFY_NANOS = 300_000_000_000L;

    private final ClusterView primary;
    private final ClusterView secondary;
    private final SlotStates slots;
    private final KeyOrder order;
    private final SlotNeeds needs;
    private final SlotPass pass;
    private final Function<Set<String>, SlotBoard> boards;
    private final LongSupplier nanoTime;
    private final @Nullable Journal journal;
    private final Inheritance inheritance;
    private final Campaign campaign;
    private final Thread thread;

    private @Nullable SlotBoard board;
    private volatile @Nullable Presence presence;
    private volatile boolean started;
    private volatile boolean stopping;
    private volatile boolean ending;
    private boolean looked;
    private volatile BooleanSupplier leavesNothing = () -> false;
    private volatile boolean told;
    private long identifiedAt;
    private volatile boolean forgot;

    /**
     * How the state of slots is shared with other processes.
     *
     * @param prefix what the board's keys start with
     * @param presence how long a process without a sign of life counts as alive
     * @param nanoTime a monotonic clock
     * @param journal this process's, or {@code null}
     */
    public record Sharing(
            String prefix,
            Duration presence,
            LongSupplier nanoTime,
            @Nullable Journal journal) {

        Member self() {
            return journal == null ? Member.withoutJournal() : new Member(journal.id(), journal.restartWithin());
        }
    }

    /** @param pass copies the keys of slots */
    public Backfill(
            ClusterView primary,
            ClusterView secondary,
            SlotStates slots,
            KeyOrder order,
            EffectQueue lanes,
            Account account,
            SlotPass pass,
            Sharing sharing) {
        this.primary = primary;
        this.secondary = secondary;
        this.slots = slots;
        this.order = order;
        this.needs = new SlotNeeds(slots, lanes, account, () -> stopping);
        this.pass = pass;
        this.nanoTime = sharing.nanoTime();
        this.campaign = new Campaign(nanoTime);
        this.journal = sharing.journal();
        this.inheritance = journal == null ? Inheritance.none() : journal.inheritance();
        Member self = sharing.self();
        this.boards = ids -> new SharedBoard(
                secondary, sharing.prefix(), ids, sharing.presence(), sharing.nanoTime(), self, inheritance);
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

    /** Whether another process is without a sign of life that may have left something in doubt, and nobody stands in for it yet. */
    public boolean isWaiting() {
        Presence known = presence;
        return known != null && known.othersAreSilent();
    }

    /** The secondary may have forgotten what was written on the board: whoever waits asks again. Any thread. */
    public void boardForgot() {
        forgot = true;
        LockSupport.unpark(thread);
    }

    /** How far it is. */
    public Progress progress() {
        return campaign.progress(pass.keysDone());
    }

    private void run() {
        while (!stopping) {
            long rest = REST_NANOS;
            try {
                if (isReachable()) {
                    rest = turn();
                }
            } catch (BoardKeys.NotAllowed e) {
                log.warn(
                        "{}: the state of its slots cannot be shared with other processes, each copies for itself: {}",
                        secondary.name(),
                        e.getMessage());
                SlotBoard own = new PrivateBoard();
                board = own;
                presence = new Presence(own, order);
            } catch (IOException e) {
                if (!stopping) {
                    log.warn("{}: slots are tried again: {}", secondary.name(), e.getMessage());
                }
                rest = TROUBLE_NANOS;
            } catch (RuntimeException e) {
                log.error("{}: unexpected failure, slots are tried again", secondary.name(), e);
                rest = TROUBLE_NANOS;
            }
            if (!stopping) {
                LockSupport.parkNanos(rest);
            }
        }
        SlotBoard known = board;
        if (known != null) {
            told = known.leave(leavesNothing.getAsBoolean() && !needs.hasForgotten());
        }
        pass.close();
    }

    /** Returns how long to rest. */
    private long turn() throws IOException {
        SlotBoard known = board;
        Presence standing = presence;
        if (known == null || standing == null) {
            known = boards.apply(pass.primaryIds());
            standing = new Presence(known, order);
            board = known;
            presence = standing;
        }
        if (areAllUp()) {
            identify();
        }
        if (!standing.stand()) {
            return REST_NANOS;
        }
        if (!looked) {
            looked = true;
            needs.doubtWhatIsOpen(known.read());
        }
        if (forgot) {
            forgot = false;
            needs.giveUpAll();
        }
        if (!needs.areAny()) {
            standFor(known);
            int mended = campaign.end();
            if (mended > 0) {
                secondary.events().good("all slots synced, " + mended + " of them copied or compared just now");
            }
            return REST_NANOS;
        }
        SlotBoard.Counters counters = known.read();
        needs.adopt(counters);
        needs.askFor(known, counters, started);
        standFor(known);
        counters = known.read();
        settle(counters);
        BitSet open = counters.open();
        BitSet within = pass.within(open);
        if (campaign.open(open.cardinality(), pass.keysDone(), pass::primarySize)) {
            secondary.events().note("copying begins, " + open.cardinality() + " slots to go");
        }
        if (open.isEmpty()) {
            return REST_NANOS;
        }
        if (within.isEmpty() || ending || !within.stream().allMatch(order::mayRepair) || !standing.lead()) {
            return FOLLOWERS_REST_NANOS;
        }
        BitSet done = pass.over(within, slots, () -> stopping || ending, standing);
        known.done(done, counters.asked());
        settle(known.read());
        return 0;
    }

    private void settle(SlotBoard.Counters counters) {
        for (int finished = needs.settle(counters); finished > 0; finished--) {
            campaign.slotDone();
        }
    }

    /** Learns who the targets are, again now and then, since nodes come and go; a journal that was about others says nothing of these. */
    private void identify() throws IOException {
        Journal ours = journal;
        long now = nanoTime.getAsLong();
        if (ours == null || (identifiedAt != 0 && now - identifiedAt < IDENTIFY_NANOS)) {
            return;
        }
        Set<String> primaryIds = pass.primaryIds();
        Set<String> secondaryIds = Identities.of(secondary);
        if (inheritance.isForeign(primaryIds, secondaryIds)) {
            order.markEverything();
        }
        ours.about(primaryIds, secondaryIds);
        identifiedAt = now == 0 ? 1 : now;
    }

    /** All that the dead had in doubt is asked for by now, and this process's own journal says so, too: nobody has to wait for them. */
    private void standFor(SlotBoard on) throws IOException {
        if (inheritance.isOpen()) {
            on.standFor();
            inheritance.discharge();
        }
    }

    /** To begin with, every node is needed, since it is asked who it is; later each slot needs its own, and all the one that keeps the board. */
    private boolean isReachable() {
        SlotBoard known = board;
        return primary.isAnyUp() && secondary.isAnyUp() && (known == null ? areAllUp() : !known.isAway());
    }

    private boolean areAllUp() {
        return primary.states().areAllUp() && secondary.states().areAllUp();
    }

    /** No pass goes on and none begins; what is left of them stays asked for on the board. */
    public void endPasses() {
        ending = true;
    }

    /**
     * Stops.
     *
     * @param nothingLeft asked at the very end: whether every write of this process has reached the secondary, so that nobody has to look after it
     * @return whether that is so and the other processes have been told
     */
    public boolean close(BooleanSupplier nothingLeft) {
        leavesNothing = nothingLeft;
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TROUBLE_NANOS / 100_000); // its last word must not be cut off
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        return told;
    }

    @Override
    public void close() {
        close(() -> false);
    }
}
