package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The admin panel.
 *
 * @param listen where it listens; port 0 means any free port
 * @param token what a visitor must know, or {@code null} for nothing
 */
public record AdminSettings(Endpoint listen, @Nullable String token) {

    /** Where it listens when nothing else is said. */
    public static final Endpoint DEFAULT_LISTEN = new Endpoint("127.0.0.1", 9901);

    /** On the default address, without a token. */
    public static AdminSettings ofDefaults() {
        return new AdminSettings(DEFAULT_LISTEN, null);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AdminSettings[listen=" + listen + ", token=" + (token == null ? "none" : "****") + "]";
    }
}
