package io.github.dualwrite.config;

import java.time.Duration;

/** The lanes of one secondary: threads, linger, and limits of entries and bytes over all of them. */
public record Lanes(int count, Duration linger, int maxBatch, int maxEntries, long maxBytes, long maxDirtyBytes) {}
