package io.github.dualwrite.config;

import java.time.Duration;

/** How long to wait for a connection and for a reply. */
public record Timeouts(Duration connect, Duration command) {}
