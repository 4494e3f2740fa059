package io.github.dualwrite.command;

/** What one invocation of a command does to the data set. */
public enum Access {
    /** Reads keys only; answered by the primary and never mirrored. */
    READ,
    /** May change keys; mirrored. */
    WRITE,
    /** Touches no key: connection, administration, publish and subscribe. */
    NEITHER
}
