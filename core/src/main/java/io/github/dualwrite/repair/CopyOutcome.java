package io.github.dualwrite.repair;

/**
 * What became of one copy.
 *
 * @param kind what
 * @param reason why, unless it was copied; without values
 */
public record CopyOutcome(Kind kind, String reason) {

    /** The kinds. */
    public enum Kind {
        /** The secondary has the primary's state, or its absence. */
        COPIED,
        /** Not now: a server refused for a moment, or the key changed meanwhile. */
        LATER,
        /** Not at all, until something else changes. */
        NEVER
    }

    static final CopyOutcome COPIED = new CopyOutcome(Kind.COPIED, "");

    static CopyOutcome later(String reason) {
        return new CopyOutcome(Kind.LATER, reason);
    }

    static CopyOutcome never(String reason) {
        return new CopyOutcome(Kind.NEVER, reason);
    }
}
