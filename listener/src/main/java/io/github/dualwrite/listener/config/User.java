package io.github.dualwrite.listener.config;

import java.util.List;

/**
 * Somebody who may connect. All users may do the same; their names tell apart who holds which password.
 *
 * @param name as {@code AUTH} gives it; {@code default} is who sends a password without a name
 * @param passwords any of them is accepted, so that a password can be replaced without a gap
 */
public record User(String name, List<String> passwords) {

    /** Who is meant by {@code AUTH <password>}. */
    public static final String DEFAULT = "default";

    /** Copies the list. */
    public User {
        passwords = List.copyOf(passwords);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "User[name=" + name + ", passwords=" + passwords.size() + "]";
    }
}
