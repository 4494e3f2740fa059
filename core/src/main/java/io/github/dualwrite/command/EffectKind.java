package io.github.dualwrite.command;

/** How the effect of a write is made from its words and the primary's reply; the makers live in the effect package. */
public enum EffectKind {
    /** Nothing to mirror: reads and commands without keys. */
    NONE,
    /** The same words; a secondary in the same state gives the same reply. */
    REPLAY,
    /** The keys written are copied as they are on the primary. */
    REPAIR
}
