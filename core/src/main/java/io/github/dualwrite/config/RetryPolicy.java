package io.github.dualwrite.config;

import java.time.Duration;

/** Exponential, jittered retries of connection attempts and transient replies of one secondary. */
public record RetryPolicy(int maxAttempts, Duration initialWait, double multiplier, Duration maxWait) {}
