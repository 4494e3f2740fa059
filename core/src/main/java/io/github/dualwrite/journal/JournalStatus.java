package io.github.dualwrite.journal;

/**
 * The journal of one secondary, at one moment.
 *
 * @param file where it lies
 * @param slotsInDoubt slots in which something is under way, or was a moment ago: what a process that takes over now would pass over
 * @param slotsInherited slots that were in doubt when this process took over from the dead
 */
public record JournalStatus(String file, int slotsInDoubt, int slotsInherited) {}
