package io.github.dualwrite.config;

import java.time.Duration;

/**
 * How closing drains.
 *
 * @param drainTimeout how long {@code close()} waits for queued effects and dirty keys; what is left then is logged. Default 10 s
 */
public record Shutdown(Duration drainTimeout) {

    /** Ten seconds. */
    public static Shutdown ofDefaults() {
        return new Shutdown(Duration.ofSeconds(10));
    }

    void check(Checks checks) {
        checks.notNegative("drain-timeout", drainTimeout);
    }
}
