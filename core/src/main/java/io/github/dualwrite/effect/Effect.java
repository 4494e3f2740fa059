package io.github.dualwrite.effect;

import java.util.List;

/**
 * What one acknowledged write must do on every secondary. Immutable; shared by the lanes of all secondaries.
 *
 * @param steps the commands, applied in order; more than one go as one {@code MULTI}/{@code EXEC} unit. Empty: copy the keys instead
 * @param keys the keys that the write may have changed; all of them become dirty when a step cannot be shown to have worked
 * @param needsBase whether the steps are right only where the keys' present state was copied before
 * @param reach what the write may have changed beyond its keys
 * @param name the caller's command, for accounts
 * @param sources further keys that the steps read: the steps are right only where these are clean and their state was copied before;
 *     otherwise {@code keys} are copied
 */
public record Effect(
        List<Step> steps, List<byte[]> keys, boolean needsBase, Reach reach, String name, List<byte[]> sources) {

    /** The write changed nothing, so there is nothing to mirror. */
    public static final Effect NOTHING = new Effect(List.of(), List.of(), false, Reach.KEYS, "", List.of());

    /** An effect that reads no other keys, on its keys or on the whole data set. */
    public Effect(List<Step> steps, List<byte[]> keys, boolean needsBase, boolean wholeDataSet, String name) {
        this(steps, keys, needsBase, wholeDataSet ? Reach.WHOLE_DATA_SET : Reach.KEYS, name, List.of());
    }

    /** The keys are copied from the primary. */
    public static Effect repair(String name, List<byte[]> keys) {
        return new Effect(List.of(), keys, false, Reach.KEYS, name, List.of());
    }

    /** Whether the keys must be copied instead of replayed. */
    public boolean isRepair() {
        return steps.isEmpty() && !keys.isEmpty();
    }

    /** Whether nothing has to be done. */
    public boolean isNothing() {
        return steps.isEmpty() && keys.isEmpty() && reach == Reach.KEYS;
    }

    /** Whether every key is written ({@code FLUSHALL}); a barrier across lanes. */
    public boolean wholeDataSet() {
        return reach == Reach.WHOLE_DATA_SET;
    }

    /**
     * Whether a secondary that gives the expected reply has shown that the key was there on both sides, or on neither. Of effects of one step; a
     * longer one is not looked into.
     */
    public boolean showsPresence() {
        return steps.size() == 1 && sources.isEmpty() && Presence.isShownBy(steps.get(0));
    }
}
