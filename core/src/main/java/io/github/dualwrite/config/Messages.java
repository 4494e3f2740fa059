package io.github.dualwrite.config;

/** What becomes on a secondary of messages that the application publishes on the primary ({@code PUBLISH}, {@code SPUBLISH}). */
public enum Messages {
    /** They are published on the primary alone. */
    IGNORED,
    /** They are published on the secondary, too, soon after, and at most once, like any message. */
    FORWARDED
}
