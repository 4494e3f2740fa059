package io.github.dualwrite.config;

import java.time.Duration;

/** How closing drains. */
public record Shutdown(Duration drainTimeout) {}
