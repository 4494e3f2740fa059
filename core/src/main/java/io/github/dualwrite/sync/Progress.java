package io.github.dualwrite.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the passes over the slots of one secondary are, at one moment.
 *
 * @param keysDone keys copied by this process's passes since it started
 * @param keysTotal the keys that it expects to have copied in the end, reckoned from the primary's size; {@code keysDone} when nothing is under way
 * @param slotsDone slots finished since the passes under way began, by whichever process
 * @param slotsTotal slots that the passes under way are about; 0 when none are
 * @param remaining the time left at the average rate so far, or {@code null} while it cannot be told
 */
public record Progress(
        long keysDone,
        long keysTotal,
        int slotsDone,
        int slotsTotal,
        @Nullable Duration remaining) {}
