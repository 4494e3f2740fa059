package io.github.dualwrite.listener.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, and how.
 *
 * @param users who may connect; empty: anybody who reaches the address
 * @param tls encryption towards clients, or {@code null} for none
 * @param insecure whether to listen beyond this machine although anybody could connect
 */
public record AccessSettings(List<User> users, @Nullable ServerTls tls, boolean insecure) {

    /** Copies the list. */
    public AccessSettings {
        users = List.copyOf(users);
    }

    /** Anybody may connect, without encryption. Only fit for loopback. */
    public static AccessSettings open() {
        return new AccessSettings(List.of(), null, false);
    }

    /** The same, listening beyond this machine whoever may connect. */
    public AccessSettings withInsecure() {
        return new AccessSettings(users, tls, true);
    }

    /** Whether a client has to show who it is: by a password, or by a certificate. */
    public boolean asksWhoConnects() {
        ServerTls encryption = tls;
        return !users.isEmpty() || (encryption != null && encryption.clientCa() != null);
    }
}
