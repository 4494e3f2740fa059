package io.github.dualwrite.config;

/** How fast backfill and verification go. */
public record Pace(int keysPerSecond, long bytesPerSecond) {}
