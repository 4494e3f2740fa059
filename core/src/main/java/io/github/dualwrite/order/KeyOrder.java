package io.github.dualwrite.order;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.net.SlotMap;
import java.util.BitSet;

/**
 * Keeps one secondary in the primary's order without making any caller wait. One instance per secondary; safe for any thread.
 *
 * <p>A write is {@link #begin begun} before the primary sees it and {@link #complete completed} with the effect that followed from the
 * primary's reply. Completing either queues the effect on its lane or marks the write's keys dirty; a dirty key is copied from the primary by
 * its lane, between {@link #beginRepair} and {@link #endRepair}.
 */
public final class KeyOrder {

    /*
     * The argument
     * ------------
     * Two callers write one key over two connections. Only the server knows in which order, so an effect may be queued only when nobody else
     * can have written the key meanwhile; otherwise the key's state is copied instead, which needs no order at all.
     *
     * Noticing. A stripe holds (in flight, sequence) in one word. begin() moves both, so of two overlapping operations the later one sees the
     * earlier in its "in flight", and the earlier one sees the sequence move, at the latest in end(). Both therefore know. A write that saw
     * something marks its keys; a write that saw nothing was alone from its begin to its end, so its place in the lane is its place on the
     * primary.
     *
     * Streams. Where the writes of many callers travel over one connection, the order in which they are sent is the order in which the primary
     * executes them and answers: they are begun in that order and completed in that order, so their effects enter the lane in that order. So two
     * writes of one stream are no overlap. For everything else they are writes like any other: who is not of the stream sees them in flight, and
     * they see it, because the stripe counts the one stream that owns it apart from all others. Only a stripe on which nothing of its owner is in
     * flight changes its owner; whoever begins beside another stream's operation is an overlap, and one more when he is the first of the next.
     *
     * Too late. A write may look alone, queue its effect, and only then be overlapped. Hence the second look, in end(), and the second mark.
     * That one comes after the primary answered, so the repair it causes reads a state that contains this write.
     *
     * Marks from elsewhere (a mismatch, a lost connection, a full lane, backfill, the audit) concern writes that are in flight right now: such
     * a write may have looked for a dirty key before the mark and may queue after it. So a mark first puts the key into the map (who looks
     * from now on sees it), then pulses the stripe (who looked before learns it at its end), and then notes how far the lane is filled.
     *
     * Repair reads the primary and writes the secondary with the lane's own thread, so no effect of the key moves at the same time. It may
     * start when no mark is between its first and its last step and when everything the lane held at the last step is confirmed: an effect
     * that is still ahead would otherwise be applied on top of the copy that already contains it. A write that begins while the copy is under
     * way overlaps it, because a repair holds a ticket of its own; that write marks the key again. The key is clean only if its version is
     * still the one that was claimed: whoever marked it since has not been served.
     *
     * Slots. When the map is full, the slot is marked instead (its epoch moves), and the stripe is pulsed all the same. A slot that is not
     * synced refuses deltas, since nobody knows their base; an effect that fixes the whole state may pass, in order, and the slot's later pass
     * over all its keys mends what was forgotten. A key that leaves the map for want of room leaves in the same order: the slot, the stripe, the key.
     *
     * Several keys. A write on several keys holds a ticket on each stripe and is alone only if alone on all. Keys that it only reads
     * (the sources of a store) count too: their effects must be ahead in the same lane, in the primary's order, and clean.
     *
     * Several processes. Tickets see one process only. An operation that changes the secondary is also open towards the other processes until
     * its closing frame has been heard; see the fleet package. An overlap that is heard of there is a mark from elsewhere here. A marked operation
     * need not be told: whatever overlaps it either is over before the repair that follows reads, and then the copy contains it, or overlaps that
     * repair, and the repair is told when it cleans the key. That holds of the key itself and not of what is made of it: a source may be dirty in
     * a process that has told nothing yet, and what a destination was made of it would stay. So what reads other keys is copied where others may be.
     *
     * Death of this process. A slot is in doubt before any operation or mark in it begins, and may be forgiven only when none is between its
     * begin and its last step and what they left to do is done; see the journal package.
     *
     * The tests explore every interleaving of this class's steps, and show for each rule that without it a schedule exists that diverges.
     */

    private final Stripes stripes;
    private final DirtyKeys dirty;
    private final SlotStates slots;
    private final EffectQueue lanes;
    private final Peers peers;
    private final Doubts doubts;

    /** The order of one secondary that only this process writes. */
    public KeyOrder(DirtyKeys dirty, SlotStates slots, EffectQueue lanes) {
        this(new Stripes(), dirty, slots, lanes, Peers.NONE, Doubts.NONE);
    }

    /** The order of one secondary that other processes write, too, and whose slots in doubt are remembered. */
    public KeyOrder(Stripes stripes, DirtyKeys dirty, SlotStates slots, EffectQueue lanes, Peers peers, Doubts doubts) {
        this.stripes = stripes;
        this.dirty = dirty;
        this.slots = slots;
        this.lanes = lanes;
        this.peers = peers;
        this.doubts = doubts;
    }

    /** What became of a completed write. */
    public enum Fate {
        /** Its effect is queued. */
        QUEUED,
        /** Another operation on its keys overlapped it, so its keys are dirty, or their slots where there was no room for keys. */
        OVERLAPPED,
        /** Its keys were dirty, were never copied, lie in several slots, or come from others of which nobody here knows enough; they are dirty. */
        NO_BASE,
        /** The lane had no room; its keys are dirty. */
        REFUSED,
        /** Other processes were not heard; its keys are dirty. */
        UNHEARD,
        /** Only a copy can show what it did; its keys are dirty. */
        COPIED,
        /** It had no effect. */
        NOTHING
    }

    /** The most streams that can be told apart at the same time; they have the numbers from 1 on. */
    public static final int MOST_STREAMS = Stripes.MOST_STREAMS;

    /** Begins an operation of no stream on {@code keys} alone; see {@link #begin(Keys, boolean, int)}. */
    public Ticket begin(Keys keys) {
        return begin(keys, false, 0);
    }

    /**
     * Begins an operation on {@code keys}, written or read as a source. It must be ended by exactly one of the methods below.
     *
     * @param everything whether, besides {@code keys}, it may change every key there is
     * @param stream the number of the stream that it belongs to, or 0 for none. All operations of one stream are begun, executed by the primary
     *     and ended in one and the same order, and no two of its operations are begun or ended at the same time
     */
    public Ticket begin(Keys keys, boolean everything, int stream) {
        if (everything) {
            doubts.allOpened();
        }
        for (int i = 0; i < keys.size(); i++) {
            doubts.opened(keys.get(i).slot());
        }
        peers.opened(keys);
        Ticket ticket = new Ticket(keys, everything);
        for (Hold hold = ticket.first(); hold != null; hold = hold.next) {
            long state = stripes.begin(hold.stripe, stream);
            hold.expected = Stripes.sequence(state);
            hold.own = Stripes.isOwn(state);
            ticket.overlapped |= !Stripes.isAlone(state);
        }
        return ticket;
    }

    /** Ends an operation that the primary surely did not execute, or that changed nothing. */
    public void endWithoutEffect(Ticket ticket) {
        end(ticket);
        peers.over(ticket.keys());
        noLongerInFlight(ticket);
    }

    /** The very last step of an operation: what it left to do shows in the lanes, the dirty keys, the slots or the peers by now. */
    private void noLongerInFlight(Ticket ticket) {
        for (int i = 0; i < ticket.keys().size(); i++) {
            doubts.closed(ticket.keys().get(i).slot());
        }
        if (ticket.everything) {
            doubts.allClosed();
        }
    }

    /**
     * Ends a write that the primary executed.
     *
     * @param written the keys it may have changed
     * @param sources the keys its effect reads
     * @return whether the effect is queued; then the lane owes its closing or a mark
     */
    public Fate complete(Ticket ticket, Effect effect, Keys written, Keys sources) {
        if (effect.isNothing()) {
            endWithoutEffect(ticket);
            return Fate.NOTHING;
        }
        boolean reopen =
                ticket.keys().size() > 1; // the lane closes what the effect names, which may be less, or each key once
        if (reopen) {
            peers.opened(written);
            peers.opened(sources);
        }
        Fate fate = queue(ticket, effect, written, sources);
        if (fate != Fate.QUEUED) {
            markAll(ticket, written, 1);
        }
        if (end(ticket)) {
            markAll(ticket, written, 0);
        }
        if (reopen && fate != Fate.QUEUED) {
            peers.over(written);
            peers.over(sources);
        }
        if (reopen || fate != Fate.QUEUED) {
            peers.over(ticket.keys());
        }
        noLongerInFlight(ticket);
        return fate;
    }

    /** A queued effect on {@code keys} cannot be shown to have been applied, and the keys that it may have changed are marked. */
    public void marked(Keys keys) {
        peers.over(keys);
    }

    private Fate queue(Ticket ticket, Effect effect, Keys written, Keys sources) {
        if (effect.isRepair()) {
            return Fate.COPIED;
        }
        if (!undisturbed(ticket)) {
            return Fate.OVERLAPPED;
        }
        if (!peers.areHeard(written.get(0).slot())) {
            return Fate.UNHEARD;
        }
        if (!mayReplay(effect, written, sources)) {
            return Fate.NO_BASE;
        }
        return lanes.offer(effect, written) ? Fate.QUEUED : Fate.REFUSED;
    }

    /** Marks a key from outside of any write: a mismatch, a lost connection, backfill, the audit. Counts {@code writes} acknowledged writes. */
    public void mark(Key key, long writes) {
        doubts.opened(key.slot());
        if (dirty.put(key, writes)) {
            stripes.pulse(key.stripe());
            dirty.place(key, lanes.filled(key.slot()));
        } else {
            slots.dirty(key.slot(), writes);
            stripes.pulse(key.stripe());
        }
        doubts.closed(key.slot());
    }

    /**
     * A node has just been found to be away: of the keys that wait for it, those that others need the room of become dirty slots. Takes as long as it
     * takes to go through the dirty keys; not for callers.
     */
    public void makeRoom() {
        dirty.forEachInExcess(this::forget);
    }

    private void forget(Key key) {
        doubts.opened(key.slot());
        slots.dirty(key.slot(), 0);
        stripes.pulse(key.stripe());
        long writes = dirty.forget(key);
        if (writes > 0) {
            slots.dirty(key.slot(), writes);
        }
        doubts.closed(key.slot());
    }

    /** Something in each of these slots is in doubt: they are dirty and everybody in flight learns of it. */
    public void markSlots(BitSet doubtful) {
        doubtful.stream().forEach(doubts::opened);
        doubtful.stream().forEach(slot -> slots.dirty(slot, 0));
        stripes.pulseAll();
        doubtful.stream().forEach(doubts::closed);
    }

    /** Everything is in doubt: every slot is dirty and everybody in flight learns of it. */
    public void markEverything() {
        doubts.allOpened();
        slots.dirtyAll();
        stripes.pulseAll();
        doubts.allClosed();
    }

    /** From now on, until what this returns is run, something is under way that may change every key on the secondary. */
    public Runnable holdEverything() {
        doubts.allOpened();
        return doubts::allClosed;
    }

    /**
     * Something of a slot was left in doubt by whoever wrote before this process: the slot needs a pass, and the writes of this process that build
     * on what is there become copies until then.
     */
    public void inherit(int slot) {
        doubts.opened(slot);
        slots.dirty(slot, 0);
        doubts.closed(slot);
    }

    /** How far the slot's lane is filled: to be asked before {@link #isAtRest}. */
    public long place(int slot) {
        return lanes.filled(slot);
    }

    /** Whether what the lane held at {@code place} is confirmed, no key of the slot is dirty, and nothing of it is forgotten. */
    public boolean isAtRest(int slot, long place) {
        return lanes.confirmed(slot) - place >= 0 && !dirty.anyIn(slot) && slots.isMended(slot);
    }

    /** The slots in which an operation is open towards other processes. */
    public BitSet openSlots() {
        BitSet open = new BitSet(SlotMap.SLOTS);
        peers.openSlots(open);
        return open;
    }

    /** Whether no operation is between its begin and its end. */
    public boolean isQuiet() {
        return stripes.inFlight() == 0 && openSlots().isEmpty();
    }

    /** A repair is in flight like a write: who overlaps it marks the key again. Only the key's lane repairs it. */
    public Ticket beginRepair(Key key) {
        return begin(key);
    }

    /**
     * Ends a repair whose copy has reached the secondary.
     *
     * @return the acknowledged writes it mended, and the lane owes its closing; or -1 if the key was marked meanwhile and stays dirty
     */
    public long endRepair(Ticket ticket, Key key, long version) {
        end(ticket); // its own overlap needs no look: who overlapped it saw it, and marks the key
        long mended = dirty.clean(key, version);
        if (mended < 0) {
            peers.over(ticket.keys()); // another repair follows
        }
        noLongerInFlight(ticket);
        return mended;
    }

    /** Ends a repair of which nobody knows whether it has reached the secondary; the key stays dirty. */
    public void endUnfinishedRepair(Ticket ticket) {
        end(ticket);
        peers.over(ticket.keys());
        noLongerInFlight(ticket);
    }

    /** Whether a repair of the key may begin: not while other processes could overlap it unheard. */
    public boolean mayRepair(Key key) {
        return mayRepair(key.slot());
    }

    /** As {@link #mayRepair(Key)} for the keys of a slot. */
    public boolean mayRepair(int slot) {
        return peers.areHeard(slot);
    }

    /** Whether a key is dirty now. */
    public boolean isDirty(Key key) {
        return dirty.contains(key);
    }

    /** Whether a key is dirty now, or too much of its slot was forgotten to say. */
    public boolean isInDoubt(Key key) {
        return isDirty(key) || !slots.isSynced(key.slot());
    }

    private boolean undisturbed(Ticket ticket) {
        if (ticket.overlapped) {
            return false;
        }
        for (Hold hold = ticket.first(); hold != null; hold = hold.next) {
            if (Stripes.sequence(stripes.state(hold.stripe)) != hold.expected) {
                return false;
            }
        }
        return true;
    }

    /** All in one slot, so that one lane has them all in order; clean; and copied before, where the effect builds on what is there. */
    private boolean mayReplay(Effect effect, Keys written, Keys sources) {
        int slot = written.get(0).slot();
        boolean readsOthers = !sources.isEmpty();
        if (readsOthers && peers.mayExist()) {
            return false;
        }
        if ((readsOthers || effect.needsBase()) && !slots.isSynced(slot)) {
            return false;
        }
        return allCleanIn(slot, written) && allCleanIn(slot, sources);
    }

    private boolean allCleanIn(int slot, Keys keys) {
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            if (key.slot() != slot || dirty.contains(key)) {
                return false;
            }
        }
        return true;
    }

    /** The write is accounted for once, with its first key. */
    private void markAll(Ticket ticket, Keys keys, long writes) {
        long count = writes;
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            mark(key, count);
            ticket.pulsed(key.stripe());
            count = 0;
        }
    }

    /** Whether anything overlapped the operation from its begin to this very moment. */
    private boolean end(Ticket ticket) {
        boolean overlapped = ticket.overlapped;
        for (Hold hold = ticket.first(); hold != null; hold = hold.next) {
            long state = stripes.end(hold.stripe, hold.own);
            overlapped |= Stripes.sequence(state) != hold.expected;
        }
        return overlapped;
    }
}
