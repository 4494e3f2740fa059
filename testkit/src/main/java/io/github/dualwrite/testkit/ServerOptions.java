package io.github.dualwrite.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the servers of one cluster are started. */
record ServerOptions(
        ServerBinary binary,
        boolean clustered,
        @Nullable TestCertificates tls,
        @Nullable String password,
        @Nullable String username,
        List<String> users,
        Map<String, String> config) {}
