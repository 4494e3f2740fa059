package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Audit;
import io.github.dualwrite.config.BulkheadLimits;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Messages;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Recent;
import io.github.dualwrite.config.Replication;
import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Timeouts;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TopologyKind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what is said of each cluster. */
final class ClusterReading {

    private final FileSettings files;

    ClusterReading(FileSettings files) {
        this.files = files;
    }

    Target target(String name, Settings settings) {
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
        String password = settings.secret("password");
        Path passwordFile = files.path(settings, "password-file");
        if (password != null && passwordFile != null) {
            settings.problem("password-file", passwordFile.toString(), "either password or password-file");
        } else if (password != null) {
            target = target.credentials(username, password);
        } else if (passwordFile != null) {
            files.secrets(settings, "password-file");
            target = target.credentials(new PasswordFile(username, passwordFile));
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
        boolean verify = tls.flag("verify", true);
        Tls read = new Tls(
                files.path(tls, "trust-store"),
                tls.secret("trust-store-password"),
                files.path(tls, "ca"),
                files.path(tls, "client-certificate"),
                files.path(tls, "client-key"),
                tls.flag("verify-hostname", verify),
                verify);
        tls.end();
        return read;
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
                String.valueOf(fleet.text("channel", defaults.fleet().channel())),
                fleet.duration("presence", defaults.fleet().presence()));
        fleet.end();
        Settings recent = settings.section("recent");
        Recent readRecent = new Recent(
                recent.duration("window", defaults.recent().window()),
                recent.bytes("max-bytes", defaults.recent().maxBytes()));
        recent.end();
        return new Replication(
                settings.oneOf("ack", Ack.ASYNC),
                settings.oneOf("sync", SyncMode.AUTO),
                readLanes,
                readBulkhead,
                readRetry,
                readPace,
                readAudit,
                readFleet,
                readRecent,
                settings.oneOf("messages", Messages.IGNORED));
    }
}
