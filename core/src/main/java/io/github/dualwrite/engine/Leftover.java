package io.github.dualwrite.engine;

import org.jspecify.annotations.Nullable;

/**
 * What closing has left undone at one secondary.
 *
 * @param secondary the target's name
 * @param nothing whether nothing is in doubt and the other processes know it: nobody will copy anything because of this process
 * @param effects effects that the secondary has not confirmed
 * @param dirtyKeys keys that were not copied
 * @param slotsInJournal slots that the next process which starts with the same journal directory will repair; {@code null}: there is no journal,
 *     and unless {@code nothing} is left, another process or the next one compares every slot
 */
public record Leftover(
        String secondary,
        boolean nothing,
        long effects,
        int dirtyKeys,
        @Nullable Integer slotsInJournal) {

    @Override
    public String toString() {
        if (nothing) {
            return secondary + ": nothing is left";
        }
        String who = slotsInJournal == null
                ? "there is no journal: every slot will be compared by copying"
                : slotsInJournal + " slots are in the journal, for the next process with its directory to repair";
        return secondary + ": " + effects + " effects unconfirmed, " + dirtyKeys + " keys dirty; " + who;
    }
}
