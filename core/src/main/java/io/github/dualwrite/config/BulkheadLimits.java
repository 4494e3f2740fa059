package io.github.dualwrite.config;

/** The most effects in flight towards one secondary: queued or sent, but not yet confirmed. A full bulkhead refuses at once. */
public record BulkheadLimits(int maxConcurrent) {}
