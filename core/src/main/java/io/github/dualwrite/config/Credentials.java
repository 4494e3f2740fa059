package io.github.dualwrite.config;

import org.jspecify.annotations.Nullable;

/**
 * What a connection authenticates with.
 *
 * @param username the ACL user; {@code null} or empty for the default user of a server that knows only a password
 * @param password the password or token
 */
public record Credentials(@Nullable String username, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[username=" + username + ", password=****]";
    }
}
