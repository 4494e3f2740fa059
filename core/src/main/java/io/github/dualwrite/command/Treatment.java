package io.github.dualwrite.command;

/** What becomes of a write on its way to the secondaries, in one word. */
public enum Treatment {
    /** Nothing is sent: it is no write. */
    NONE,
    /** The same words are sent. */
    REPLAYED,
    /** Other words are sent, made from the command and the primary's reply. */
    REWRITTEN,
    /** The keys are copied from the primary. */
    REPAIRED,
    /** The same words go to every primary node. */
    EVERY_NODE
}
