package io.github.dualwrite.config;

/** How writes reach a target while it is a secondary. */
public record Replication(Ack ack, SyncMode sync, Lanes lanes, BulkheadLimits bulkhead, RetryPolicy retry, Pace pace) {}
