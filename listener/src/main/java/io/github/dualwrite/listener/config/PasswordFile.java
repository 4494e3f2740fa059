package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A target's password in a file, read for each connection: a rotated password needs no restart. Its first line is the password. */
record PasswordFile(@Nullable String username, Path file) implements CredentialsProvider {

    @Override
    public Credentials get() {
        try {
            return new Credentials(
                    username, Files.readString(file).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException("password-file: " + file + " (expected: a file that can be read)", e);
        }
    }
}
