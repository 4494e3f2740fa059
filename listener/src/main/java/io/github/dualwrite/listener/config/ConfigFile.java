package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Journal;
import io.github.dualwrite.config.Shutdown;
import io.github.dualwrite.config.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns one YAML file into a configuration. */
final class ConfigFile {

    private final Path file;
    private final Map<?, ?> values;
    private final Map<String, String> environment;

    ConfigFile(Path file, Map<?, ?> values, Map<String, String> environment) {
        this.file = file;
        this.values = values;
        this.environment = environment;
    }

    ListenerConfig read() {
        Settings root = new Settings("", values, new ArrayList<>(), environment);
        Endpoint listen = root.text("listen", null) == null
                ? ListenerConfig.DEFAULT_LISTEN
                : Endpoint.parse(String.valueOf(root.text("listen", "")));
        Settings log = root.section("log");
        String logFile = log.text("file", null);
        LogSettings logging = new LogSettings(
                logFile == null ? null : Path.of(logFile),
                String.valueOf(log.text("level", LogSettings.ofDefaults().level())),
                String.valueOf(log.text("format", LogSettings.ofDefaults().format())));
        log.end();
        FileSettings files = new FileSettings(file);
        AccessReading accessReading = new AccessReading(files);
        AccessSettings access = accessReading.access(root);
        Serving serving = ServingReading.serving(root);
        AdminSettings admin = accessReading.admin(root);
        String primaryName = String.valueOf(root.text("primary", ""));
        Settings shutdown = root.section("shutdown");
        Shutdown closing = new Shutdown(
                shutdown.duration("drain-timeout", Shutdown.ofDefaults().drainTimeout()));
        shutdown.end();
        Settings journal = root.section("journal");
        Journal remembering = new Journal(
                files.path(journal, "directory"),
                journal.duration("restart-within", Journal.none().restartWithin()));
        journal.end();
        Target primary = null;
        List<Target> secondaries = new ArrayList<>();
        Settings clusters = root.section("clusters");
        ClusterReading clusterReading = new ClusterReading(files);
        for (String name : clusters.names()) {
            Target target = clusterReading.target(name, clusters.section(name));
            if (name.equals(primaryName)) {
                primary = target;
            } else {
                secondaries.add(target);
            }
        }
        root.end();
        if (primary == null) {
            root.problem(
                    "primary",
                    primaryName.isEmpty() ? "none" : primaryName,
                    "one of the clusters: " + clusters.names());
            throw new ConfigException(root.problems());
        }
        return new ListenerConfig(
                listen,
                logging,
                access,
                serving,
                admin,
                new DualWriteConfig(primary, secondaries, closing, remembering),
                List.copyOf(root.problems()));
    }
}
