package io.github.dualwrite.config;

/** Whether callers wait for a secondary. */
public enum Ack {
    /** Never. */
    ASYNC,
    /** Until the secondary confirmed, or its command timeout is over. */
    SYNC
}
