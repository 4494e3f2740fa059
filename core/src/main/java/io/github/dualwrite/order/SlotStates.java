package io.github.dualwrite.order;

import io.github.dualwrite.net.SlotMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is known of each slot of one secondary: {@code UNSYNCED -> SYNCING -> SYNCED}, and {@code DIRTY} when something about it was forgotten.
 *
 * <p>A slot's state and its epoch are one word swapped by CAS. The epoch moves whenever something new must be mended, so that a pass over the
 * slot that began before cannot call it synced. Writes whose keys were forgotten are counted with their slot.
 */
public final class SlotStates {

    /** A slot's state. */
    public enum State {
        /** Never copied; a delta cannot be applied. */
        UNSYNCED,
        /** Was synced or was never asked for, and then too much of it was in doubt to remember key by key. */
        DIRTY,
        /** Every key of it is being marked and copied. */
        SYNCING,
        /** Every key of it that is not dirty equals the primary's. */
        SYNCED;

        private static final State[] ALL = values();
    }

    private static final int STATE_BITS = 2;

    private final AtomicLongArray words = new AtomicLongArray(SlotMap.SLOTS);
    private final AtomicLongArray forgottenWrites = new AtomicLongArray(SlotMap.SLOTS);

    /** All slots in one state. */
    public SlotStates(State initial) {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            words.set(slot, initial.ordinal());
        }
    }

    /** The slot's state now. */
    public State state(int slot) {
        return stateOf(words.get(slot));
    }

    boolean isSynced(int slot) {
        return state(slot) == State.SYNCED;
    }

    /** Something in the slot is in doubt and not remembered by key. The writes it concerns are remembered in number. */
    public void dirty(int slot, long writes) {
        if (writes != 0) {
            forgottenWrites.addAndGet(slot, writes);
        }
        words.updateAndGet(slot, word -> {
            State now = stateOf(word);
            State next = now == State.SYNCED || now == State.SYNCING ? State.DIRTY : now;
            return (((word >>> STATE_BITS) + 1) << STATE_BITS) | next.ordinal();
        });
    }

    /** As {@link #dirty} for every slot. */
    public void dirtyAll() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            dirty(slot, 0);
        }
    }

    /** Whether something of the slot was forgotten for which no pass was begun. */
    public boolean isForgotten(int slot) {
        long word = words.get(slot);
        State now = stateOf(word);
        return now == State.DIRTY || (now == State.UNSYNCED && word >>> STATE_BITS != 0);
    }

    /** Whether nothing of the slot was forgotten that a pass has not mended since. */
    boolean isMended(int slot) {
        long word = words.get(slot);
        return stateOf(word) == State.SYNCED || word == State.UNSYNCED.ordinal();
    }

    /** Starts a pass over an unsynced or dirty slot. Returns the pass to hand to {@link #synced}. */
    public Pass syncing(int slot) {
        // the epoch first: whoever counts a write after the count was taken moves the epoch after that, and the pass is
        // not the last
        long word = words.updateAndGet(slot, w -> (w >>> STATE_BITS << STATE_BITS) | State.SYNCING.ordinal());
        return new Pass(slot, word >>> STATE_BITS, forgottenWrites.getAndSet(slot, 0));
    }

    /**
     * Ends a pass: the slot is synced, unless something of it was forgotten meanwhile.
     *
     * @return whether the slot is synced; otherwise it needs another pass
     */
    public boolean synced(Pass pass) {
        long from = (pass.epoch() << STATE_BITS) | State.SYNCING.ordinal();
        boolean done = words.compareAndSet(pass.slot(), from, (pass.epoch() << STATE_BITS) | State.SYNCED.ordinal());
        if (!done) {
            forgottenWrites.addAndGet(pass.slot(), pass.writes());
        }
        return done;
    }

    /** Gives up a pass: the slot is dirty again. */
    public void abandon(Pass pass) {
        dirty(pass.slot(), pass.writes());
    }

    /** Moves whenever something of the slot is forgotten. */
    public long epoch(int slot) {
        return words.get(slot) >>> STATE_BITS;
    }

    /** Every slot's state, by slot number; a snapshot that takes a moment. */
    public State[] all() {
        State[] all = new State[SlotMap.SLOTS];
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            all[slot] = state(slot);
        }
        return all;
    }

    /** How many slots are in each state, by its ordinal; a snapshot that takes a moment. */
    public int[] counts() {
        int[] counts = new int[State.ALL.length];
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            counts[state(slot).ordinal()]++;
        }
        return counts;
    }

    private static State stateOf(long word) {
        return State.ALL[(int) (word & ((1 << STATE_BITS) - 1))];
    }

    /**
     * One pass over one slot.
     *
     * @param slot the slot
     * @param epoch the epoch it started in
     * @param writes how many acknowledged writes it mends
     */
    public record Pass(int slot, long epoch, long writes) {

        /** Whether anything of the slot was ever forgotten before the pass; then a pass that others began before will not do. */
        public boolean hasForgotten() {
            return epoch != 0;
        }
    }
}
