package io.github.dualwrite.listener.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Encryption towards clients.
 *
 * @param certificate the listener's certificate and those between it and its authority, PEM
 * @param key its key, PKCS#8 PEM, not encrypted
 * @param clientCa authorities, PEM; with it only clients that show a certificate of theirs are let in
 */
public record ServerTls(
        Path certificate, Path key, @Nullable Path clientCa) {}
