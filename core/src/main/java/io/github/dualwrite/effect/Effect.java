package io.github.dualwrite.effect;

import java.util.List;

/** What one acknowledged write must do on every secondary. Immutable; shared by the lanes of all secondaries. */
public sealed interface Effect permits Composed, Replay {

    /** The write changed nothing, so there is nothing to mirror. */
    Effect NOTHING = of(List.of(), List.of(), false, Reach.KEYS, "", List.of());

    /** An effect that reads no other keys, on its keys or on the whole data set. */
    static Effect of(List<Step> steps, List<byte[]> keys, boolean needsBase, boolean wholeDataSet, String name) {
        return of(steps, keys, needsBase, wholeDataSet ? Reach.WHOLE_DATA_SET : Reach.KEYS, name, List.of());
    }

    /** An effect of these {@link #steps}, {@link #keys}, and so on. */
    static Effect of(
            List<Step> steps, List<byte[]> keys, boolean needsBase, Reach reach, String name, List<byte[]> sources) {
        return new Composed(steps, keys, needsBase, reach, name, sources);
    }

    /** The keys are copied from the primary. */
    static Effect repair(String name, List<byte[]> keys) {
        return of(List.of(), keys, false, Reach.KEYS, name, List.of());
    }

    /** The commands, applied in order; more than one go as one {@code MULTI}/{@code EXEC} unit. Empty: copy the keys instead. */
    List<Step> steps();

    /** The keys that the write may have changed; all of them become dirty when a step cannot be shown to have worked. */
    List<byte[]> keys();

    /** Whether the steps are right only where the keys' present state was copied before. */
    boolean needsBase();

    /** What the write may have changed beyond its keys. */
    Reach reach();

    /** The caller's command, for accounts. */
    String name();

    /**
     * Further keys that the steps read: the steps are right only where these are clean and their state was copied before; otherwise {@link #keys}
     * are copied.
     */
    List<byte[]> sources();

    /** Whether the keys must be copied instead of replayed. */
    boolean isRepair();

    /** Whether nothing has to be done. */
    boolean isNothing();

    /** Whether every key is written ({@code FLUSHALL}); a barrier across lanes. */
    default boolean wholeDataSet() {
        return reach() == Reach.WHOLE_DATA_SET;
    }

    /**
     * Whether a secondary that gives the expected reply has shown that the key was there on both sides, or on neither. Of effects of one step; a
     * longer one is not looked into.
     */
    default boolean showsPresence() {
        return steps().size() == 1 && sources().isEmpty() && Presence.isShownBy(steps().get(0));
    }
}
