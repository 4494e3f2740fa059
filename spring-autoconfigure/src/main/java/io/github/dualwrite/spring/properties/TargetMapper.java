package io.github.dualwrite.spring.properties;

import io.github.dualwrite.config.Audit;
import io.github.dualwrite.config.BulkheadLimits;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Pool;
import io.github.dualwrite.config.Problem;
import io.github.dualwrite.config.Recent;
import io.github.dualwrite.config.Replication;
import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Timeouts;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TopologyKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Makes one {@link Target} of a cluster's properties, and of its connection details where there are any. Collects what is wrong. */
final class TargetMapper {

    private final @Nullable SslBundles bundles;
    private final Function<String, @Nullable CredentialsProvider> credentialsProviders;
    private final Set<String> credentialsProviderNames;
    private final List<Problem> problems;

    TargetMapper(
            @Nullable SslBundles bundles,
            Function<String, @Nullable CredentialsProvider> credentialsProviders,
            Set<String> credentialsProviderNames,
            List<Problem> problems) {
        this.bundles = bundles;
        this.credentialsProviders = credentialsProviders;
        this.credentialsProviderNames = credentialsProviderNames;
        this.problems = problems;
    }

    Target target(String name, ClusterProperties properties, DualWriteConnectionDetails.@Nullable Cluster details) {
        List<String> nodes = details == null ? properties.nodes() : details.nodes();
        TopologyKind topology = details == null ? properties.topology() : details.topology();
        return new Target(
                name,
                nodes.stream().map(Endpoint::parse).toList(),
                topology,
                details == null ? tls(name, properties.tls()) : tls(details, properties.tls()),
                details == null ? credentials(name, properties) : fixed(details.username(), details.password()),
                new Timeouts(
                        properties.timeouts().connect(), properties.timeouts().command()),
                new Pool(
                        properties.pool().maxTotal(),
                        properties.pool().maxIdle(),
                        properties.pool().minIdle(),
                        properties.pool().maxWait()),
                replication(properties));
    }

    private static Replication replication(ClusterProperties properties) {
        ClusterProperties.Lanes lanes = properties.lanes();
        ClusterProperties.Retry retry = properties.retry();
        return new Replication(
                properties.ack(),
                properties.sync(),
                new Lanes(
                        lanes.count(),
                        lanes.linger(),
                        lanes.maxBatch(),
                        lanes.maxEntries(),
                        lanes.maxBytes().toBytes(),
                        lanes.maxDirtyBytes().toBytes()),
                new BulkheadLimits(properties.bulkhead().maxConcurrent()),
                new RetryPolicy(retry.maxAttempts(), retry.initialWait(), retry.multiplier(), retry.maxWait()),
                new Pace(
                        properties.pace().keysPerSecond(),
                        properties.pace().bytesPerSecond().toBytes()),
                new Audit(properties.audit().share(), properties.audit().delay()),
                new Fleet(
                        properties.fleet().enabled(),
                        properties.fleet().channel(),
                        properties.fleet().presence()),
                new Recent(
                        properties.recent().window(),
                        properties.recent().maxBytes().toBytes()),
                properties.messages());
    }

    private @Nullable CredentialsProvider credentials(String name, ClusterProperties properties) {
        String bean = properties.credentialsProvider();
        if (bean != null) {
            if (properties.username() != null || properties.password() != null) {
                problem(name, "credentials-provider", bean, "either a provider or username and password, not both");
            }
            CredentialsProvider provider = credentialsProviders.apply(bean);
            if (provider == null) {
                problem(
                        name,
                        "credentials-provider",
                        bean,
                        "the name of a bean of type " + CredentialsProvider.class.getName() + "; there "
                                + (credentialsProviderNames.isEmpty() ? "is none" : "are " + credentialsProviderNames));
            }
            return provider;
        }
        if (properties.password() == null && properties.username() != null) {
            problem(name, "username", properties.username(), "a password with it");
        }
        return fixed(properties.username(), properties.password());
    }

    private static @Nullable CredentialsProvider fixed(@Nullable String username, @Nullable String password) {
        if (password == null) {
            return null;
        }
        Credentials credentials = new Credentials(username, password);
        return () -> credentials;
    }

    private static @Nullable Tls tls(DualWriteConnectionDetails.Cluster details, ClusterProperties.Tls properties) {
        return details.sslBundle() == null
                ? null
                : Tls.source(new BundleSource(details.sslBundle())).withVerifyHostname(properties.verifyHostname());
    }

    private @Nullable Tls tls(String name, ClusterProperties.Tls properties) {
        boolean files = properties.ca() != null
                || properties.trustStore() != null
                || properties.clientCertificate() != null
                || properties.clientKey() != null;
        String bundle = properties.bundle();
        boolean enabled = properties.enabled() == null ? files || bundle != null : properties.enabled();
        if (!enabled) {
            if (files || bundle != null) {
                problem(name, "tls.enabled", "false", "true, or no other setting of tls");
            }
            return null;
        }
        if (bundle == null) {
            return new Tls(
                    properties.trustStore(),
                    properties.trustStorePassword(),
                    properties.ca(),
                    properties.clientCertificate(),
                    properties.clientKey(),
                    properties.verifyHostname(),
                    properties.verify());
        }
        if (!properties.verify()) {
            problem(name, "tls.verify", "false", "true, since a bundle decides itself whom it trusts");
        }
        if (files) {
            problem(name, "tls.bundle", bundle, "either a bundle or files, not both");
        }
        BundleSource source = source(name, bundle);
        return source == null ? null : Tls.source(source).withVerifyHostname(properties.verifyHostname());
    }

    private @Nullable BundleSource source(String name, String bundle) {
        try {
            if (bundles != null) {
                BundleSource source = new BundleSource(bundles.getBundle(bundle));
                bundles.addBundleUpdateHandler(bundle, source::reloaded);
                return source;
            }
        } catch (NoSuchSslBundleException e) {
            problem(
                    name,
                    "tls.bundle",
                    bundle,
                    "the name of an SSL bundle; there are " + new TreeSet<>(bundles.getBundleNames()));
            return null;
        }
        problem(
                name,
                "tls.bundle",
                bundle,
                "an application with SSL bundles, which Spring Boot's SslAutoConfiguration makes");
        return null;
    }

    private void problem(String cluster, String setting, String value, String expected) {
        problems.add(new Problem(cluster + "." + setting, value, expected));
    }
}
