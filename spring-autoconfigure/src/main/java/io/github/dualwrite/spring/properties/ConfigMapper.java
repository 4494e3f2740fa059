package io.github.dualwrite.spring.properties;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Journal;
import io.github.dualwrite.config.Problem;
import io.github.dualwrite.config.Shutdown;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.TopologyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Makes the engine's configuration of properties, connection details, SSL bundles and beans with credentials. */
public final class ConfigMapper {

    private final DualWriteProperties properties;
    private final List<DualWriteConnectionDetails> details;

    /** @param details where the clusters are; none if only the properties say so */
    public ConfigMapper(DualWriteProperties properties, List<DualWriteConnectionDetails> details) {
        this.properties = properties;
        this.details = List.copyOf(details);
    }

    /**
     * The configuration. Secondaries are in the order of their names, since that of a map of properties depends on where each comes from.
     *
     * @param bundles the application's SSL bundles, or {@code null} if it has none
     * @param credentialsProviders the beans that give credentials, by name
     * @throws ConfigException with everything that is wrong
     */
    public DualWriteConfig map(@Nullable SslBundles bundles, Map<String, CredentialsProvider> credentialsProviders) {
        List<Problem> problems = new ArrayList<>();
        Function<String, @Nullable CredentialsProvider> provider = credentialsProviders::get;
        TargetMapper mapper =
                new TargetMapper(bundles, provider, new TreeSet<>(credentialsProviders.keySet()), problems);
        Map<String, DualWriteConnectionDetails.Cluster> known = known(problems);
        Set<String> names = new TreeSet<>(properties.clusters().keySet());
        names.addAll(known.keySet());
        String primaryName = primaryName(problems);
        Target primary = null;
        List<Target> secondaries = new ArrayList<>();
        for (String name : names) {
            ClusterProperties cluster = properties.clusters().getOrDefault(name, Defaults.CLUSTER);
            Target target = mapper.target(name, cluster, known.get(name));
            if (name.equals(primaryName)) {
                primary = target;
            } else {
                secondaries.add(target);
            }
        }
        if (primary == null) {
            problems.add(new Problem(
                    "primary",
                    primaryName == null ? "none" : primaryName,
                    "the name of one of the clusters: " + (names.isEmpty() ? "none is configured" : names)));
            throw new ConfigException(problems);
        }
        if (primary.topology() != TopologyKind.CLUSTER) {
            problems.add(new Problem(primaryName + ".topology", "standalone", "cluster, on the primary"));
        }
        DualWriteConfig config = new DualWriteConfig(
                primary,
                secondaries,
                new Shutdown(properties.shutdown().drainTimeout()),
                new Journal(
                        properties.journal().directory(), properties.journal().restartWithin()));
        problems.addAll(config.validate());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private Map<String, DualWriteConnectionDetails.Cluster> known(List<Problem> problems) {
        Map<String, DualWriteConnectionDetails.Cluster> known = new HashMap<>();
        for (DualWriteConnectionDetails one : details) {
            one.getClusters().forEach((name, cluster) -> {
                if (known.putIfAbsent(name, cluster) != null) {
                    problems.add(new Problem(name, "two connection details", "one cluster of that name"));
                }
            });
        }
        return known;
    }

    private @Nullable String primaryName(List<Problem> problems) {
        Set<String> told = new TreeSet<>();
        for (DualWriteConnectionDetails one : details) {
            String name = one.getPrimary();
            if (name != null) {
                told.add(name);
            }
        }
        if (told.size() > 1) {
            problems.add(new Problem("primary", told.toString(), "connection details that agree on one"));
        }
        String name = told.isEmpty() ? properties.primary() : told.iterator().next();
        return name == null || name.isBlank() ? null : name;
    }
}
