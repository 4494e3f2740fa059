package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Audit;
import io.github.dualwrite.config.BulkheadLimits;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Problem;
import io.github.dualwrite.config.Replication;
import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.Shutdown;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Timeouts;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TopologyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Turns one YAML file into a configuration. Nothing of it can make the parser create objects or grow without bound. */
final class ConfigFile {

    private final Path file;
    private final Map<String, String> environment;

    ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    ListenerConfig read() throws IOException {
        Settings root = new Settings("", parse(), new ArrayList<>(), environment);
        Endpoint listen = root.text("listen", null) == null
                ? ListenerConfig.DEFAULT_LISTEN
                : Endpoint.parse(String.valueOf(root.text("listen", "")));
        Settings log = root.section("log");
        String logFile = log.text("file", null);
        String logLevel = String.valueOf(log.text("level", "info"));
        log.end();
        String primaryName = String.valueOf(root.text("primary", ""));
        Settings shutdown = root.section("shutdown");
        Shutdown closing = new Shutdown(
                shutdown.duration("drain-timeout", Shutdown.ofDefaults().drainTimeout()));
        shutdown.end();
        Target primary = null;
        List<Target> secondaries = new ArrayList<>();
        Settings clusters = root.section("clusters");
        for (String name : clusters.names()) {
            Target target = target(name, clusters.section(name));
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
                logFile == null ? null : Path.of(logFile),
                logLevel,
                new DualWriteConfig(primary, secondaries, closing),
                List.copyOf(root.problems()));
    }

    private Map<?, ?> parse() throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setCodePointLimit(1 << 20);
        try {
            Object loaded = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            if (loaded instanceof Map<?, ?> map) {
                return map;
            }
            throw new ConfigException(List.of(new Problem(
                    file.toString(),
                    loaded == null ? "empty" : "no mapping",
                    "settings such as 'primary' and 'clusters'")));
        } catch (YAMLException e) {
            throw new ConfigException(
                    List.of(new Problem(file.toString(), String.valueOf(e.getMessage()), "a YAML file")));
        }
    }

    private Target target(String name, Settings settings) {
        Timeouts timeouts = Timeouts.ofDefaults();
        Settings waiting = settings.section("timeouts");
        timeouts = new Timeouts(
                waiting.duration("connect", timeouts.connect()), waiting.duration("command", timeouts.command()));
        waiting.end();
        Target target = new Target(
                name,
                settings.texts("nodes").stream().map(Endpoint::parse).toList(),
                settings.oneOf("topology", TopologyKind.CLUSTER),
                tls(settings),
                null,
                timeouts,
                pool(settings.section("pool")),
                replication(settings));
        String username = settings.text("username", null);
        String password = settings.text("password", null);
        if (password != null) {
            target = target.credentials(username, password);
        } else if (username != null) {
            settings.problem("username", username, "a password with it");
        }
        settings.end();
        return target;
    }

    private @Nullable Tls tls(Settings settings) {
        if (!settings.has("tls")) {
            return null;
        }
        if (settings.isFlag("tls")) {
            return settings.flag("tls", false) ? Tls.systemTrust() : null;
        }
        Settings tls = settings.section("tls");
        Tls read = new Tls(
                path(tls, "trust-store"),
                tls.text("trust-store-password", null),
                path(tls, "ca"),
                path(tls, "client-certificate"),
                path(tls, "client-key"),
                tls.flag("verify-hostname", true));
        tls.end();
        return read;
    }

    private @Nullable Path path(Settings settings, String name) {
        String text = settings.text(name, null);
        Path folder = file.toAbsolutePath().getParent();
        return text == null ? null : folder == null ? Path.of(text) : folder.resolve(text);
    }

    private static Pool pool(Settings settings) {
        Pool pool = Pool.ofDefaults();
        Pool read = new Pool(
                settings.number("max-total", pool.maxTotal()),
                settings.number("max-idle", pool.maxIdle()),
                settings.number("min-idle", pool.minIdle()),
                settings.duration("max-wait", pool.maxWait()));
        settings.end();
        return read;
    }

    private static Replication replication(Settings settings) {
        Replication defaults = Replication.ofDefaults();
        Settings lanes = settings.section("lanes");
        Lanes l = defaults.lanes();
        Lanes readLanes = new Lanes(
                lanes.number("count", l.count()),
                lanes.duration("linger", l.linger()),
                lanes.number("max-batch", l.maxBatch()),
                lanes.number("max-entries", l.maxEntries()),
                lanes.bytes("max-bytes", l.maxBytes()),
                lanes.bytes("max-dirty-bytes", l.maxDirtyBytes()));
        lanes.end();
        Settings bulkhead = settings.section("bulkhead");
        BulkheadLimits readBulkhead = new BulkheadLimits(
                bulkhead.number("max-concurrent", defaults.bulkhead().maxConcurrent()));
        bulkhead.end();
        Settings retry = settings.section("retry");
        RetryPolicy r = defaults.retry();
        RetryPolicy readRetry = new RetryPolicy(
                retry.number("max-attempts", r.maxAttempts()),
                retry.duration("initial-wait", r.initialWait()),
                retry.decimal("multiplier", r.multiplier()),
                retry.duration("max-wait", r.maxWait()));
        retry.end();
        Settings pace = settings.section("pace");
        Pace readPace = new Pace(
                pace.number("keys-per-second", defaults.pace().keysPerSecond()),
                pace.bytes("bytes-per-second", defaults.pace().bytesPerSecond()));
        pace.end();
        Settings audit = settings.section("audit");
        Audit readAudit = new Audit(
                audit.decimal("share", defaults.audit().share()),
                audit.duration("delay", defaults.audit().delay()));
        audit.end();
        Settings fleet = settings.section("fleet");
        Fleet readFleet = new Fleet(
                fleet.flag("enabled", defaults.fleet().enabled()),
                String.valueOf(fleet.text("channel", defaults.fleet().channel())));
        fleet.end();
        return new Replication(
                settings.oneOf("ack", Ack.ASYNC),
                settings.oneOf("sync", SyncMode.AUTO),
                readLanes,
                readBulkhead,
                readRetry,
                readPace,
                readAudit,
                readFleet);
    }
}
