package io.github.dualwrite.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Encryption towards one target. */
public record Tls(
        @Nullable Path trustStore,
        @Nullable String trustStorePassword,
        @Nullable Path caCertificate,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        boolean verifyHostname) {}
