package io.github.dualwrite.listener.envoy;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Problem;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.listener.config.AccessSettings;
import io.github.dualwrite.listener.config.AdminSettings;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.config.ServerTls;
import io.github.dualwrite.listener.config.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Envoy bootstrap with a redis_proxy filter. What it asks for and cannot be had here either keeps the listener from starting, where data
 * would go elsewhere or somebody could get in, or is listed.
 */
public final class EnvoyFile {

    private final Notes notes = new Notes();
    private final DataSource secrets;

    private EnvoyFile(Map<String, String> environment) {
        this.secrets = new DataSource(environment);
    }

    /**
     * What came of it.
     *
     * @param config the same in our own words
     * @param remarks what is not honoured, by its path, and what is honoured with a warning
     */
    public record Read(ListenerConfig config, List<String> remarks) {}

    /** Whether a file is one of Envoy's. */
    public static boolean isOne(Map<?, ?> values) {
        return values.containsKey("static_resources");
    }

    /**
     * Reads it.
     *
     * @throws ConfigException if it cannot be used, with everything that is wrong
     */
    public static Read read(Map<?, ?> values, Map<String, String> environment) {
        return new EnvoyFile(environment).read(values);
    }

    private Read read(Map<?, ?> values) {
        Tree root = new Tree("", values, notes);
        Tree resources = root.in("static_resources");
        Tree listener = null;
        Tree chain = null;
        Tree proxy = null;
        for (Tree each : resources.all("listeners")) {
            for (Tree filters : each.all("filter_chains")) {
                for (Tree filter : filters.all("filters")) {
                    Tree typed = filter.in("typed_config");
                    if (proxy == null && typed.type().equals("RedisProxy")) {
                        listener = each;
                        chain = filters;
                        proxy = typed;
                    } else {
                        filter.remark("name", "not honoured, one listener with one redis_proxy filter is");
                    }
                    filter.end();
                }
            }
        }
        if (listener == null || chain == null || proxy == null) {
            throw new ConfigException(List.of(new Problem(
                    "static_resources.listeners",
                    "no redis_proxy",
                    "a listener with the filter envoy.filters.network.redis_proxy")));
        }
        Endpoint listen = Addresses.of(listener.in("address"));
        listener.end();
        AccessSettings access = new AccessSettings(users(proxy), tls(chain), false);
        chain.end();
        EnvoyClusters clusters = new EnvoyClusters(resources, secrets);
        DualWriteConfig targets = targets(proxy, clusters);
        clusters.end();
        proxy.notHonoured("stat_prefix", "the metrics have names of their own");
        proxy.end();
        resources.end();
        AdminSettings admin = root.has("admin") ? admin(root.in("admin")) : null;
        root.end();
        if (targets == null || !notes.problems().isEmpty()) {
            throw new ConfigException(notes.problems());
        }
        return new Read(
                ListenerConfig.of(listen, targets).withAccess(access).withAdmin(admin), List.copyOf(notes.remarks()));
    }

    private @Nullable DualWriteConfig targets(Tree proxy, EnvoyClusters clusters) {
        Tree settings = proxy.in("settings");
        Duration operationTimeout = Durations.of(settings, "op_timeout", Duration.ofSeconds(2));
        settings.holdsAnyway("enable_hashtagging", "enable_redirection");
        String readPolicy = settings.text("read_policy");
        if (readPolicy != null && !readPolicy.equals("MASTER")) {
            settings.remark("read_policy", "not honoured, every read goes to a primary node");
        }
        settings.end();
        Tree routes = proxy.in("prefix_routes");
        if (!routes.all("routes").isEmpty()) {
            routes.problem("routes", "given", "catch_all_route alone: all keys have one primary");
        }
        Tree route = routes.in("catch_all_route");
        String primary = route.text("cluster");
        Target first = primary == null ? null : clusters.target(primary, operationTimeout);
        if (first == null) {
            route.problem("cluster", String.valueOf(primary), "one of the clusters " + clusters.names());
        }
        List<Target> mirrors = new ArrayList<>();
        for (Tree mirror : route.all("request_mirror_policy")) {
            mirrors.addAll(mirror(mirror, clusters, operationTimeout));
        }
        if (mirrors.isEmpty() && notes.problems().isEmpty()) {
            route.problem("request_mirror_policy", "none", "at least one cluster to write to besides");
        }
        if (route.has("read_command_policy")) {
            route.problem("read_command_policy", "given", "none: every read goes to catch_all_route.cluster");
            route.holdsAnyway("read_command_policy");
        }
        if (route.flag("remove_prefix") || route.text("key_formatter") != null) {
            route.problem("key_formatter", "given", "keys as clients send them");
        }
        route.end();
        routes.holdsAnyway("case_insensitive");
        routes.end();
        if (first == null) {
            return null;
        }
        DualWriteConfig.Builder builder = DualWriteConfig.builder().primary(first);
        for (Target mirror : mirrors) {
            builder = builder.secondary(mirror);
        }
        return builder.build();
    }

    private static List<Target> mirror(Tree mirror, EnvoyClusters clusters, Duration operationTimeout) {
        String name = mirror.text("cluster");
        Target target = name == null ? null : clusters.target(name, operationTimeout);
        if (target == null) {
            mirror.problem("cluster", String.valueOf(name), "a cluster of this file that no other route names");
        }
        if (!mirror.flag("exclude_read_commands")) {
            mirror.remark("exclude_read_commands", "not honoured where it is false, reads go to the primary alone");
        }
        mirror.notHonoured("runtime_fraction", "every write is mirrored");
        mirror.end();
        return target == null ? List.of() : List.of(target);
    }

    private List<User> users(Tree proxy) {
        List<String> passwords = new ArrayList<>();
        String one = secrets.text(proxy, "downstream_auth_password");
        if (one != null) {
            passwords.add(one);
        }
        for (Tree each : proxy.all("downstream_auth_passwords")) {
            String password = secrets.text(each);
            if (password != null) {
                passwords.add(password);
            }
        }
        String name = secrets.text(proxy, "downstream_auth_username");
        if (proxy.has("external_auth_provider")) {
            proxy.problem("external_auth_provider", "given", "passwords in this file");
            proxy.holdsAnyway("external_auth_provider");
        }
        return passwords.isEmpty() ? List.of() : List.of(new User(name == null ? User.DEFAULT : name, passwords));
    }

    private static @Nullable ServerTls tls(Tree chain) {
        if (!chain.has("transport_socket")) {
            return null;
        }
        Tree socket = chain.in("transport_socket");
        Tree context = socket.in("typed_config");
        Tree common = context.in("common_tls_context");
        Tree certificate = common.in("tls_certificates");
        Path file = DataSource.file(certificate, "certificate_chain");
        Path key = DataSource.file(certificate, "private_key");
        certificate.end();
        Tree validation = common.in("validation_context");
        Path clientCa = DataSource.file(validation, "trusted_ca");
        validation.end();
        boolean required = context.flag("require_client_certificate");
        if (required != (clientCa != null)) {
            context.problem(
                    "require_client_certificate",
                    String.valueOf(required),
                    "true together with validation_context.trusted_ca");
        }
        common.end();
        context.end();
        socket.end();
        if (file == null || key == null) {
            common.problem("tls_certificates", "none", "certificate_chain and private_key");
            return null;
        }
        return new ServerTls(file, key, clientCa);
    }

    private static AdminSettings admin(Tree admin) {
        Endpoint listen = Addresses.of(admin.in("address"));
        admin.end();
        return new AdminSettings(listen, null);
    }
}
