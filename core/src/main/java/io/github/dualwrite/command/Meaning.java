package io.github.dualwrite.command;

/**
 * What commands of one row mean, as far as it does not depend on their arguments: shared by all of them.
 *
 * @param access as {@link Invocation#access}
 * @param effect as {@link Invocation#effect}
 * @param needsBase as {@link Invocation#needsBase}
 * @param wholeDataSet as {@link Invocation#wholeDataSet}
 * @param key the index of the word that is the only key, written; 0 if keys have to be looked for
 */
record Meaning(Access access, EffectKind effect, boolean needsBase, boolean wholeDataSet, int key) {

    /** Writes nothing. */
    static Meaning notWriting(Access access, EffectKind effect) {
        return new Meaning(access, effect, false, false, 0);
    }
}
