package io.github.dualwrite.config;

import java.time.Duration;

/**
 * How long to wait for one target.
 *
 * @param connect for a connection, TLS and authentication included; default 2 s
 * @param command for a reply; default 2 s
 */
public record Timeouts(Duration connect, Duration command) {

    /** Two seconds each. */
    public static Timeouts ofDefaults() {
        return new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    void check(Checks checks) {
        checks.positive("connect", connect);
        checks.positive("command", command);
    }
}
