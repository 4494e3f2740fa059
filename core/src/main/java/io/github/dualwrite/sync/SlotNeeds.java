package io.github.dualwrite.sync;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.SlotStates.Pass;
import io.github.dualwrite.order.SlotStates.State;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The passes that this process needs: what it has asked for on the board, and whether a pass that covers it is over. For one thread. */
final class SlotNeeds {

    private static final long LOOK_NANOS = 200_000;

    private final SlotStates slots;
    private final EffectQueue lanes;
    private final Account account;
    private final BooleanSupplier stopping;
    private final @Nullable Pass[] waiting = new @Nullable Pass[SlotMap.SLOTS];
    private final int[] asks = new int[SlotMap.SLOTS];

    SlotNeeds(SlotStates slots, EffectQueue lanes, Account account, BooleanSupplier stopping) {
        this.slots = slots;
        this.lanes = lanes;
        this.account = account;
        this.stopping = stopping;
    }

    boolean areAny() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (waiting[slot] != null || slots.state(slot) != State.SYNCED) {
                return true;
            }
        }
        return false;
    }

    /** Slots that are assumed to be synced, but for which somebody who has ended since has asked. */
    void doubtWhatIsOpen(SlotBoard.Counters counters) {
        counters.open().stream()
                .filter(slot -> slots.state(slot) == State.SYNCED)
                .forEach(slot -> slots.dirty(slot, 0));
    }

    /** Slots that another process has copied before this one came. */
    void adopt(SlotBoard.Counters counters) {
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

    /** @param unsyncedToo whether slots that were never copied are asked for, too */
    void askFor(SlotBoard on, SlotBoard.Counters counters, boolean unsyncedToo) throws IOException {
        BitSet needed = new BitSet();
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            State state = slots.state(slot);
            if (waiting[slot] == null && (state == State.DIRTY || (state == State.UNSYNCED && unsyncedToo))) {
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
            while (lanes.confirmed(slot) < places[i] && !stopping.getAsBoolean()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            i++;
        }
    }

    /** @return how many slots are synced now that were waited for */
    int settle(SlotBoard.Counters counters) {
        int finished = 0;
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
                finished++;
            }
        }
        return finished;
    }

    void giveUpAll() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (waiting[slot] != null) {
                giveUp(slot);
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

    /** A slot that was never copied is no debt of this process; one of which it has forgotten something is, unless the board knows of it. */
    boolean hasForgotten() {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (slots.isForgotten(slot)) {
                return true;
            }
        }
        return false;
    }
}
