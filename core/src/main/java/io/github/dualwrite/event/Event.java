package io.github.dualwrite.event;

import java.time.Instant;

/**
 * One change of state. No value, key or secret is in it.
 *
 * @param at when, by this machine's clock
 * @param target whose state it is
 * @param severity whether it is good, bad, or neither
 * @param text what happened, in one line
 */
public record Event(Instant at, String target, Severity severity, String text) {

    /** Whether an event is good, bad, or neither. */
    public enum Severity {
        /** Something is well again, or done. */
        GOOD,
        /** To be known, no more. */
        NOTE,
        /** Something is not as it should be; it mends itself, or somebody has to. */
        BAD
    }
}
