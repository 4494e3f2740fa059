package io.github.dualwrite.config;

/** Asked for each new connection. */
@FunctionalInterface
public interface CredentialsProvider {
    /** The credentials that are valid now. */
    Credentials get();
}
