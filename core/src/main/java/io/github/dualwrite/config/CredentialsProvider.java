package io.github.dualwrite.config;

/** Where credentials come from: asked anew for every connection, because tokens expire. Called by several threads at once; may block. */
@FunctionalInterface
public interface CredentialsProvider {

    /** The credentials that are valid now. */
    Credentials get();
}
