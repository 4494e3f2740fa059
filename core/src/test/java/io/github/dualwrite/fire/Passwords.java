package io.github.dualwrite.fire;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;

/** A password that changes. Safe for any thread. */
final class Passwords implements CredentialsProvider {

    private volatile String password;

    Passwords(String password) {
        this.password = password;
    }

    String set(String value) {
        password = value;
        return "ok=true";
    }

    @Override
    public Credentials get() {
        return new Credentials(Arena.USER, password);
    }
}
