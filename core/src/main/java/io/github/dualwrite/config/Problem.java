package io.github.dualwrite.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param setting the setting's path, for example {@code cluster2.timeouts.command}
 * @param value what it is, as text; secrets are masked
 * @param expected what it should be
 */
public record Problem(String setting, String value, String expected) {

    @Override
    public String toString() {
        return setting + ": " + value + " (expected: " + expected + ")";
    }
}
