package io.github.dualwrite.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One configured cluster. */
public record Target(
        String name,
        List<Endpoint> nodes,
        TopologyKind topology,
        @Nullable Tls tls,
        @Nullable CredentialsProvider credentials,
        Timeouts timeouts,
        Pool pool,
        Replication replication) {}
