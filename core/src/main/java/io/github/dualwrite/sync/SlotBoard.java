package io.github.dualwrite.sync;

import java.io.IOException;
import java.util.BitSet;

/**
 * Where the processes that write to one secondary agree on which slots need a pass and who does it. Each slot has two counters: how often a pass
 * was asked for, and up to which asking one was done. For one thread.
 *
 * <p>The lease only saves work: two processes that both believe to hold it copy the same keys twice, which does no harm.
 */
interface SlotBoard {

    /** The counters of all slots, as they were when read. Counters are 16 bits and wrap around. */
    record Counters(int[] asked, int[] done) {

        private static final int MASK = 0xFFFF;

        /** Somebody still waits for a pass over the slot. */
        boolean isOpen(int slot) {
            return asked[slot] != done[slot];
        }

        /** The slot was copied, and nobody has asked again. */
        boolean isSynced(int slot) {
            return asked[slot] == done[slot] && done[slot] != 0;
        }

        /** Whether the pass that was asked for with {@code ask} is done. */
        boolean covers(int slot, int ask) {
            return (short) ((done[slot] - ask) & MASK) >= 0;
        }

        BitSet open() {
            BitSet open = new BitSet();
            for (int slot = 0; slot < asked.length; slot++) {
                if (isOpen(slot)) {
                    open.set(slot);
                }
            }
            return open;
        }
    }

    /** Whether the board is kept where nobody answers, while others do. */
    default boolean isAway() {
        return false;
    }

    /** What this process may believe of the board. */
    enum Standing {
        /** Another process may have vanished with writes in doubt; it is not known yet. */
        NEW,
        /** All others have been seen alive or are known to be gone, and the board says so. */
        MEMBER,
        /** The board was lost with all that was said on it, or another process has vanished: every slot is in doubt. Told once. */
        DOUBT
    }

    /** Shows now and then that this process lives, and asks for a pass over every slot on behalf of those that vanished. */
    Standing stand() throws IOException;

    /** The counters now. */
    Counters read() throws IOException;

    /** Asks for a pass over each of {@code slots}. Returns the asking's number per slot; 0 where none was asked. */
    int[] ask(BitSet slots) throws IOException;

    /** Whether this process holds the lease now; takes or renews it if it can. */
    boolean lead() throws IOException;

    /** Passes over {@code slots} are done, as far as they were asked for in {@code asked}. */
    void done(BitSet slots, int[] asked) throws IOException;

    /** Whether a member without a sign of life is waited for; it may have left something in doubt. */
    boolean isWaiting();

    /** What those that this process stands in for have left in doubt was asked for, so nobody has to wait for them any more. */
    void standFor() throws IOException;

    /**
     * This process ends.
     *
     * @param clean it leaves nothing in doubt
     * @return whether the others know that. Never throws: who cannot say that it ended clean has not
     */
    boolean leave(boolean clean);
}
