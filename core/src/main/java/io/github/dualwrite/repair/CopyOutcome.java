package io.github.dualwrite.repair;

/**
 * What became of one copy.
 *
 * @param kind what
 * @param reason why, unless it was copied; without values
 * @param ttlMillis the remaining time to live that was copied, or -1 for none
 */
public record CopyOutcome(Kind kind, String reason, long ttlMillis) {

    /** The kinds. */
    public enum Kind {
        /** The secondary has the primary's state, or its absence. */
        COPIED,
        /** Not now: a server refused for a moment, or the key changed meanwhile. */
        LATER,
        /** Not at all, until something else changes. */
        NEVER
    }

    static CopyOutcome copied(long ttlMillis) {
        return new CopyOutcome(Kind.COPIED, "", ttlMillis);
    }

    static CopyOutcome later(String reason) {
        return new CopyOutcome(Kind.LATER, reason, -1);
    }

    static CopyOutcome never(String reason) {
        return new CopyOutcome(Kind.NEVER, reason, -1);
    }
}
