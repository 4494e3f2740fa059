package io.github.dualwrite.config;

/** What is known of a secondary's data at the start. */
public enum SyncMode {
    /** Nothing; the backfill starts by itself. */
    AUTO,
    /** Nothing; the backfill starts by a call. */
    MANUAL,
    /** The user copied the data by other means: every slot counts as synced. */
    ASSUME_SYNCED
}
