package io.github.dualwrite.config;

import java.time.Duration;

/** The pool of connections per node that the facade uses on the primary. */
public record Pool(int maxTotal, int maxIdle, int minIdle, Duration maxWait) {}
