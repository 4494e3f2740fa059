package io.github.dualwrite.sync;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.journal.Inheritance;
import io.github.dualwrite.journal.Journal;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Identities;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.SlotStates.Pass;
import io.github.dualwrite.order.SlotStates.State;
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
    private final EffectQueue lanes;
    private final Account account;
    private final SlotPass pass;
    private final Function<Set<String>, SlotBoard> boards;
    private final LongSupplier nanoTime;
    private final @Nullable Journal journal;
    private final Inheritance inheritance;
    private final Campaign campaign;
    private final Thread thread;

    private final @Nullable Pass[] waiting = new @Nullable Pass[SlotMap.SLOTS];
    private final int[] asks = new int[SlotMap.SLOTS];
    private @Nullable SlotBoard board;
    private volatile boolean started;
    private volatile boolean stopping;
    private volatile boolean ending;
    private boolean looked;
    private volatile BooleanSupplier leavesNothing = () -> false;
    private volatile boolean told;
    private volatile boolean othersSilent;
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
        this.lanes = lanes;
        this.account = account;
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
        return othersSilent;
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
            } catch (SharedBoard.NotAllowed e) {
                log.warn(
                        "{}: the state of its slots cannot be shared with other processes, each copies for itself: {}",
                        secondary.name(),
                        e.getMessage());
                board = new PrivateBoard();
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
            told = known.leave(leavesNothing.getAsBoolean() && !hasForgotten());
        }
        pass.close();
    }

    /** Returns how long to rest. */
    private long turn() throws IOException {
        SlotBoard known = board;
        if (known == null) {
            known = boards.apply(pass.primaryIds());
            board = known;
        }
        identify();
        SlotBoard.Standing standing = known.stand();
        othersSilent = known.isWaiting();
        if (standing == SlotBoard.Standing.NEW) {
            return REST_NANOS;
        }
        if (standing == SlotBoard.Standing.DOUBT) {
            order.markEverything();
        }
        if (!looked) {
            looked = true;
            doubtWhatIsOpen(known.read());
        }
        if (forgot) {
            forgot = false;
            for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
                if (waiting[slot] != null) {
                    giveUp(slot);
                }
            }
        }
        if (!hasSomethingToDo()) {
            standFor(known);
            int mended = campaign.end();
            if (mended > 0) {
                secondary.events().good("all slots synced, " + mended + " of them copied or compared just now");
            }
            return REST_NANOS;
        }
        SlotBoard.Counters counters = known.read();
        adopt(counters);
        askFor(known, counters);
        standFor(known);
        counters = known.read();
        settle(counters);
        BitSet open = counters.open();
        if (campaign.open(open.cardinality(), pass.keysDone(), pass::primarySize)) {
            secondary.events().note("copying begins, " + open.cardinality() + " slots to go");
        }
        if (open.isEmpty()) {
            return REST_NANOS;
        }
        if (ending || !open.stream().allMatch(order::mayRepair) || !known.lead()) {
            return FOLLOWERS_REST_NANOS;
        }
        SlotBoard leading = known;
        BitSet done = pass.over(open, slots, () -> stopping || ending, leading::lead);
        leading.done(done, counters.asked());
        settle(leading.read());
        return 0;
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

    private boolean isReachable() {
        return !primary.topology().map().primaries().isEmpty()
                && !secondary.topology().map().primaries().isEmpty()
                && secondary.states().allDown().isEmpty()
                && primary.states().allDown().isEmpty();
    }

    private boolean hasSomethingToDo() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (waiting[slot] != null || slots.state(slot) != State.SYNCED) {
                return true;
            }
        }
        return false;
    }

    /** Slots that are assumed to be synced, but for which somebody who has ended since has asked. */
    private void doubtWhatIsOpen(SlotBoard.Counters counters) {
        counters.open().stream()
                .filter(slot -> slots.state(slot) == State.SYNCED)
                .forEach(slot -> slots.dirty(slot, 0));
    }

    /** Slots that another process has copied before this one came. */
    private void adopt(SlotBoard.Counters counters) {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (slots.state(slot) == State.UNSYNCED && waiting[slot] == null && counters.isSynced(slot)) {
                Pass mine = slots.syncing(slot);
                if (mine.hasForgotten()) {
                    slots.abandon(mine); // the others' pass was over before
                } else {
                    finish(mine);
                }
            }
        }
    }

    private void askFor(SlotBoard on, SlotBoard.Counters counters) throws IOException {
        BitSet needed = new BitSet();
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            State state = slots.state(slot);
            if (waiting[slot] == null && (state == State.DIRTY || (state == State.UNSYNCED && started))) {
                Pass mine = slots.syncing(slot);
                waiting[slot] = mine;
                if (!mine.hasForgotten() && counters.isOpen(slot)) {
                    asks[slot] = counters.asked()[slot]; // any pass that ends from now on will do
                } else {
                    needed.set(slot);
                }
            }
        }
        if (needed.isEmpty()) {
            return;
        }
        try {
            awaitLanes(needed);
            int[] numbers = on.ask(needed);
            needed.stream().forEach(slot -> asks[slot] = numbers[slot]);
        } catch (IOException e) {
            needed.stream().forEach(this::giveUp);
            throw e;
        }
    }

    /**
     * What was queued when the slot's need was noticed must have arrived before a pass lists the secondary: an effect still on its way may bring a
     * key that the primary has removed since, with the removal forgotten, so that neither side would list it.
     */
    private void awaitLanes(BitSet needed) {
        long[] places = needed.stream().mapToLong(lanes::filled).toArray();
        int i = 0;
        for (int slot = needed.nextSetBit(0); slot >= 0; slot = needed.nextSetBit(slot + 1)) {
            while (lanes.confirmed(slot) < places[i] && !stopping) {
                LockSupport.parkNanos(REST_NANOS / 100);
            }
            i++;
        }
    }

    private void settle(SlotBoard.Counters counters) {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            Pass mine = waiting[slot];
            if (mine == null) {
                continue;
            }
            if (slots.epoch(slot) != mine.epoch()) {
                giveUp(slot); // more of it was forgotten since: it must be asked for again
            } else if (counters.covers(slot, asks[slot])) {
                waiting[slot] = null;
                finish(mine);
                campaign.slotDone();
            }
        }
    }

    private void giveUp(int slot) {
        Pass mine = waiting[slot];
        waiting[slot] = null;
        if (mine != null) {
            slots.abandon(mine);
        }
    }

    private void finish(Pass mine) {
        if (slots.synced(mine)) {
            account.repaired(mine.writes());
        }
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

    /** A slot that was never copied is no debt of this process; one of which it has forgotten something is, unless the board knows of it. */
    private boolean hasForgotten() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (slots.isForgotten(slot)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        close(() -> false);
    }
}
