package io.github.dualwrite.effect;

/** How far an effect reaches beyond the keys it names. */
public enum Reach {
    /** The keys named and nothing else. */
    KEYS,
    /**
     * Every key of the data set ({@code FLUSHALL}, {@code FLUSHDB}): a barrier across lanes. The keys named, if any, are copied after it, and
     * steps that are no flush go to every primary node: they were in the same transaction.
     */
    WHOLE_DATA_SET,
    /**
     * The state of every primary node ({@code SCRIPT LOAD}, {@code FUNCTION LOAD}), to each of which the steps go. The keys named, if any, are copied:
     * they were written in the same transaction.
     */
    EVERY_NODE,
    /**
     * It may have written keys that it did not name (a script without declared keys). The keys named, if any, are copied; the rest cannot be
     * mirrored and has to be accounted for, because only a comparison of the data sets can find it. The steps, if any, go to every
     * primary node.
     */
    UNKNOWN
}
