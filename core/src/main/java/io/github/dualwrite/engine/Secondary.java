package io.github.dualwrite.engine;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Messages;
import io.github.dualwrite.config.Replication;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Reach;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.fleet.Fleet;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.forget.Forgotten;
import io.github.dualwrite.forget.Witness;
import io.github.dualwrite.ghost.Ghosts;
import io.github.dualwrite.ghost.HeldKeys;
import io.github.dualwrite.journal.Journal;
import io.github.dualwrite.lane.LaneParts;
import io.github.dualwrite.lane.Lanes;
import io.github.dualwrite.lane.TypedFallback;
import io.github.dualwrite.message.Forwarder;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Doubts;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.KeyOrder.Fate;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.Peers;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.SlotStates.State;
import io.github.dualwrite.order.Stripes;
import io.github.dualwrite.order.Ticket;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.sync.Backfill;
import io.github.dualwrite.sync.Pacer;
import io.github.dualwrite.sync.SlotPass;
import io.github.dualwrite.verify.Audit;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that belongs to one secondary: its order, its lanes, its account, and the backfill that brings it into agreement. */
final class Secondary {

    /** Of the memory for dirty keys, which what is held mostly is as well. */
    private static final int HELD_SHARE = 4;

    private final Target target;
    private final ClusterView view;
    private final Account account;
    private final SlotStates slots;
    private final DirtyKeys dirty;
    private final Lanes lanes;
    private final KeyOrder order;
    private final Ghosts ghosts;
    private final HeldKeys held;
    private final ClusterView primary;
    private final Forgotten forgotten;
    private final Backfill backfill;
    private final NodeWide nodeWide;
    private final Audit audit;
    private final @Nullable Forwarder messages;
    private final @Nullable Fleet fleet;
    private final @Nullable Journal journal;
    private final LaneParts parts;
    private final long syncTimeoutNanos;
    private volatile boolean closed;

    /**
     * @param stripes for this secondary's order
     * @param journal of this secondary, or {@code null}
     */
    Secondary(
            Target target,
            ClusterView primary,
            ClusterView view,
            Ghosts ofPrimary,
            Witness primaryWitness,
            Stripes stripes,
            @Nullable Journal journal) {
        Replication settings = target.replication();
        this.journal = journal;
        this.target = target;
        this.primary = primary;
        this.view = view;
        this.slots = new SlotStates(settings.sync() == SyncMode.ASSUME_SYNCED ? State.SYNCED : State.UNSYNCED);
        Bulkhead bulkhead = Policies.bulkhead(target);
        Retry retry = Policies.transientReplies(target);
        this.lanes = new Lanes(bulkhead, settings.lanes().maxBytes(), System::nanoTime);
        this.account = new Account(lanes::filled);
        this.dirty = new DirtyKeys(
                settings.lanes().maxDirtyBytes(),
                slot -> view.isAway(slot) || primary.isAway(slot),
                System::nanoTime,
                lanes::addDirty);
        KnownEnds knownEnds = new KnownEnds(System::nanoTime);
        this.fleet = settings.fleet().enabled()
                ? new Fleet(
                        view,
                        settings.fleet().channel(),
                        target.timeouts().command().toNanos(),
                        this::mark,
                        this::auditEverything,
                        knownEnds,
                        System::nanoTime)
                : null;
        this.messages = settings.messages() == Messages.FORWARDED ? new Forwarder(view) : null;
        this.order = new KeyOrder(
                stripes,
                dirty,
                slots,
                lanes,
                fleet == null ? Peers.NONE : fleet.peers(),
                journal == null ? Doubts.NONE : journal.doubts());
        primary.states().onChange(order::makeRoom);
        view.states().onChange(order::makeRoom);
        this.ghosts = new Ghosts(view, System::nanoTime);
        this.held = new HeldKeys(ofPrimary, ghosts, settings.lanes().maxDirtyBytes() / HELD_SHARE);
        held.start(order);
        Pacer pacer = new Pacer(settings.pace().keysPerSecond(), settings.pace().bytesPerSecond(), System::nanoTime);
        SlotPass pass = new SlotPass(
                primary, view, dirty, settings.lanes().maxDirtyBytes(), order, knownEnds, pacer, OwnKeys::isOwn);
        this.backfill = new Backfill(
                primary,
                view,
                slots,
                order,
                lanes,
                account,
                pass,
                new Backfill.Sharing(OwnKeys.PREFIX, settings.fleet().presence(), System::nanoTime, journal));
        this.nodeWide = new NodeWide(view, order, account, held);
        this.forgotten = new Forgotten(
                primaryWitness,
                new Witness(view, System::nanoTime),
                order,
                lanes::recall,
                settings.recent().window(),
                this::hasRecalled,
                System::nanoTime);
        this.audit =
                new Audit(primary, view, settings.audit(), order::isInDoubt, this::mark, account, System::nanoTime);
        this.syncTimeoutNanos = target.timeouts().command().toNanos();
        this.parts = new LaneParts(
                settings.lanes(),
                retry,
                primary,
                view,
                dirty,
                order,
                held,
                settings.recent().maxBytes(),
                account,
                System::nanoTime,
                pacer::copied,
                pass::copied,
                new TypedFallback(),
                knownEnds,
                fleet == null ? () -> Teller.NONE : fleet::teller);
    }

    /** Starts lanes and backfill. Writes may be begun from now on, whether or not the target has been reached. */
    void start() {
        lanes.start(parts);
        if (journal != null) {
            journal.inheritance().slots().stream().forEach(order::inherit);
            journal.start(order, held::openSlots);
        }
        forgotten.start(slotsForgotten -> backfill.boardForgot());
        backfill.start();
        audit.start();
        if (fleet != null) {
            fleet.start();
        }
        if (messages != null) {
            messages.start();
        }
        if (target.replication().sync() == SyncMode.AUTO) {
            backfill.startUnsynced();
        }
    }

    /** The target is known not to be the primary: from now on it is looked for, connected and written. */
    void admit() {
        view.start();
        ghosts.start();
    }

    private boolean hasRecalled() {
        return lanes.hasRecalled() && view.isSettled() && primary.isSettled();
    }

    Ticket begin(Keys keys, boolean everything, int stream) {
        return order.begin(keys, everything, stream);
    }

    void notExecuted(Ticket ticket) {
        order.endWithoutEffect(ticket);
    }

    /** Takes over an effect; never waits. */
    void complete(Ticket ticket, Effect effect, Keys written, Keys sources) {
        if (effect.wholeDataSet()) {
            account.marked("FLUSH");
            forgotten.flushed();
            slots.dirty(0, 1);
            nodeWide.flush();
            effect.steps().stream().filter(step -> !NodeWide.isFlush(step)).forEach(nodeWide::broadcast);
            order.endWithoutEffect(ticket);
            return;
        }
        boolean everywhere = effect.reach() == Reach.EVERY_NODE || effect.reach() == Reach.UNKNOWN;
        if (everywhere) {
            effect.steps().forEach(nodeWide::broadcast);
        }
        if (effect.reach() == Reach.UNKNOWN) {
            account.error("UNDECLAREDKEYS"); // only a verification can tell what a script without keys has written
        }
        if (written.isEmpty()) {
            if (!effect.isNothing() && effect.reach() != Reach.EVERY_NODE) {
                account.excluded();
            }
            order.endWithoutEffect(ticket);
            return;
        }
        Effect onKeys = everywhere ? Effect.repair(effect.name(), effect.keys()) : effect;
        Fate fate = order.complete(ticket, onKeys, written, sources);
        if (fate == Fate.NOTHING) {
            return;
        }
        for (int i = 0; i < written.size(); i++) {
            audit.written(written.get(i));
        }
        if (fate != Fate.QUEUED) {
            account.marked(fate.name());
        }
    }

    /** A write was sent to the primary over a connection that broke. To be called before the write is ended. */
    void lostOnPrimary(ConnectionId connection, Keys written, boolean wholeDataSet) {
        if (wholeDataSet) {
            held.lostOnPrimary(connection);
        } else {
            held.lostOnPrimary(connection, written);
        }
    }

    /** Nobody knows what the primary did with a flush: every slot is compared by copying. */
    void flushOutcomeUnknown(Ticket ticket) {
        account.marked("FLUSH");
        forgotten.flushed();
        slots.dirty(0, 1);
        order.markEverything();
        order.endWithoutEffect(ticket);
    }

    /** Nobody knows whether the primary took something that concerns every node; never waits. */
    void everyNodeUnknown(Step step) {
        nodeWide.unknown(step);
    }

    /** Whether messages are published here, too. */
    boolean hearsMessages() {
        return messages != null;
    }

    /** The primary has published the message; never waits. */
    void forward(Command message) {
        if (messages != null) {
            messages.forward(message);
        }
    }

    /** Nobody knows whether the primary has published a message. */
    void dropMessage() {
        if (messages != null) {
            messages.drop();
        }
    }

    /** Whether it is the first time for this command. */
    boolean countCrossSlot(String command) {
        return account.crossSlot(command);
    }

    /** For {@code ack: sync}: waits until what was taken over for the slot is confirmed or marked, or the command timeout is over. */
    void awaitIfSync(int slot) {
        if (target.replication().ack() == Ack.SYNC && !lanes.awaitConfirmed(slot, syncTimeoutNanos)) {
            account.syncTimeout();
        }
    }

    boolean isSync() {
        return target.replication().ack() == Ack.SYNC;
    }

    void startBackfill() {
        backfill.startUnsynced();
    }

    /** Marks a key from outside of any write: verification, audit. */
    void mark(Key key) {
        order.mark(key, 0);
    }

    private void auditEverything() {
        audit.everything();
    }

    /** Whether all is settled, nothing is in flight, and no overlap with another process's operation can become known any more. */
    boolean isAtRest() {
        return isSettled() && dirty.size() == dirty.countUnrepairable() && order.isQuiet();
    }

    /** As {@link #isAtRest}; once no write of this process waits for a pass over slots, none goes on: the board keeps what is left of it. */
    boolean comesToRest() {
        if (isSettled()) {
            backfill.endPasses();
        }
        return isAtRest();
    }

    /** Whether every write so far has been applied, repaired, or is known to be unrepairable, and other processes know of it. */
    boolean isSettled() {
        return lanes.isIdle()
                && !held.isWaiting()
                && (fleet == null || fleet.isQuiet())
                && (messages == null || messages.isIdle())
                && status().account().isSettled();
    }

    State[] slotStates() {
        return slots.all();
    }

    Latencies latencies() {
        return account.latencies();
    }

    SecondaryStatus status() {
        int[] counts = slots.counts();
        return new SecondaryStatus(
                target.name(),
                account.snapshot(dirty.unrepairableWrites()),
                Duration.ofNanos(lanes.oldestAgeNanos()),
                lanes.depth(),
                lanes.bytes(),
                dirty.size(),
                dirty.bytes(),
                counts[State.UNSYNCED.ordinal()],
                counts[State.DIRTY.ordinal()],
                counts[State.SYNCING.ordinal()],
                counts[State.SYNCED.ordinal()],
                backfill.progress(),
                fleet == null ? null : fleet.status(),
                held.status(),
                journal == null ? null : journal.status(),
                backfill.isWaiting(),
                forgotten.status(),
                view.trouble(),
                view.states().allDown(),
                view.capabilities().refused(),
                primary.capabilities().refused(),
                messages == null ? null : messages.status());
    }

    List<UnrepairableKey> unrepairable(int most) {
        List<UnrepairableKey> some = new ArrayList<>();
        dirty.forEachUnrepairable((key, reason) -> {
            if (some.size() < most) {
                some.add(new UnrepairableKey(key.bytes(), reason));
            }
        });
        return some;
    }

    DirtyKeys dirtyKeys() {
        return dirty;
    }

    ClusterView view() {
        return view;
    }

    boolean isClosed() {
        return closed;
    }

    Target target() {
        return target;
    }

    /** Stops. What was not brought to an end stays in the journal, or else every slot is in doubt for the others. Called once. */
    Leftover shutdown() {
        closed = true;
        nodeWide.close();
        audit.close();
        lanes.close();
        boolean nothing =
                backfill.close(() -> isAtRest() && dirty.size() == 0 && held.isEmpty() && lanes.hasRecalled());
        ghosts.close();
        if (messages != null) {
            messages.close();
        }
        if (fleet != null) {
            fleet.close();
        }
        view.close();
        Integer inJournal = journal == null ? null : journal.close(nothing);
        return new Leftover(target.name(), nothing, lanes.depth(), dirty.size(), inJournal);
    }
}
