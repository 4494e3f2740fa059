package io.github.dualwrite.listener.config;

/** Reads how clients are served: {@code threads}, {@code cluster-mode}, {@code admin-commands} and {@code limits}. */
final class ServingReading {

    private ServingReading() {}

    static Serving serving(Settings root) {
        Serving defaults = Serving.ofDefaults();
        ClusterMode mode = root.oneOf("cluster-mode", defaults.clusterMode());
        return new Serving(
                root.number("threads", defaults.threads()),
                mode,
                root.flag("admin-commands", defaults.adminCommands()),
                limits(root.section("limits")));
    }

    private static Limits limits(Settings settings) {
        Limits defaults = Limits.ofDefaults();
        Limits read = new Limits(
                settings.number("max-clients", defaults.maxClients()),
                settings.duration("idle-timeout", defaults.idleTimeout()),
                (int) Math.min(Integer.MAX_VALUE, settings.bytes("max-command-bytes", defaults.maxCommandBytes())),
                settings.number("max-command-words", defaults.maxCommandWords()),
                settings.bytes("max-query-buffer", defaults.maxQueryBuffer()),
                settings.bytes("max-output-buffer", defaults.maxOutputBuffer()),
                settings.number("max-unanswered", defaults.maxUnanswered()),
                settings.bytes("max-subscription-buffer", defaults.maxSubscriptionBuffer()));
        settings.end();
        return read;
    }
}
