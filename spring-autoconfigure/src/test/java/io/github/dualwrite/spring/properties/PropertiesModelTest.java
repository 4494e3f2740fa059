package io.github.dualwrite.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The properties are the model of the core, with its defaults. */
class PropertiesModelTest {

    /** What a record of the core calls otherwise, or has in another place. */
    private static final Map<String, String> RENAMED = Map.of(
            "Tls.caCertificate", "ca",
            "Tls.source", "bundle",
            "Tls.verifyCertificate", "verify",
            "Target.credentials", "credentialsProvider");

    /** Not a setting: the map's key; and the parts of a secondary stand at the level of the cluster. */
    private static final Set<String> NO_SETTING =
            Set.of("Target.name", "Target.replication", "DualWriteConfig.secondaries");

    /** A setting that the model gains fails here until it has a property. */
    @Test
    void everySettingOfTheModelHasAProperty() {
        List<String> missing = new ArrayList<>();
        compare(DualWriteConfig.class, DualWriteProperties.class, missing);
        compare(Target.class, ClusterProperties.class, missing);
        compare(io.github.dualwrite.config.Replication.class, ClusterProperties.class, missing);
        assertThat(missing).as("settings without a property").isEmpty();
    }

    private static void compare(Class<?> model, Class<?> properties, List<String> missing) {
        for (RecordComponent component : model.getRecordComponents()) {
            String setting = model.getSimpleName() + "." + component.getName();
            if (NO_SETTING.contains(setting)) {
                continue;
            }
            String name = RENAMED.getOrDefault(setting, component.getName());
            RecordComponent property = Arrays.stream(properties.getRecordComponents())
                    .filter(candidate -> candidate.getName().equals(name))
                    .findFirst()
                    .orElse(null);
            if (property == null) {
                missing.add(setting);
            } else if (component.getType().isRecord() && property.getType().isRecord()) {
                compare(component.getType(), property.getType(), missing);
            }
        }
    }

    @Test
    void theDefaultsAreTheModels() {
        DualWriteConfig config = map(Map.of(
                "dualwrite.primary", "one",
                "dualwrite.clusters.one.nodes", "a:1",
                "dualwrite.clusters.two.nodes", "b:2,c:3"));
        assertThat(config)
                .isEqualTo(DualWriteConfig.builder()
                        .primary(Target.cluster("one", "a:1"))
                        .secondary(Target.cluster("two", "b:2", "c:3"))
                        .build());
    }

    @Test
    void secondariesAreInTheOrderOfTheirNames() {
        DualWriteConfig config = map(Map.of(
                "dualwrite.primary", "b",
                "dualwrite.clusters.c.nodes", "a:1",
                "dualwrite.clusters.a.nodes", "b:1",
                "dualwrite.clusters.b.nodes", "c:1"));
        assertThat(config.secondaries()).extracting(Target::name).containsExactly("a", "c");
    }

    @Test
    void theHostNameIsVerifiedUnlessSwitchedOff() {
        Tls verified = tls(Map.of("dualwrite.clusters.two.tls.enabled", "true"));
        assertThat(verified.verifyHostname()).isTrue();
        assertThat(tls(Map.of(
                                "dualwrite.clusters.two.tls.enabled",
                                "true",
                                "dualwrite.clusters.two.tls.verify-hostname",
                                "false"))
                        .verifyHostname())
                .isFalse();
    }

    private static Tls tls(Map<String, String> settings) {
        java.util.HashMap<String, String> all = new java.util.HashMap<>(settings);
        all.put("dualwrite.primary", "one");
        all.put("dualwrite.clusters.one.nodes", "a:1");
        all.put("dualwrite.clusters.two.nodes", "b:2");
        Tls tls = map(all).secondaries().get(0).tls();
        assertThat(tls).isNotNull();
        return tls;
    }

    @Test
    void noSecretIsShown() {
        DualWriteProperties properties = bind(Map.of(
                "dualwrite.clusters.two.password",
                "secret",
                "dualwrite.clusters.two.tls.trust-store-password",
                "secret"));
        assertThat(properties.toString()).doesNotContain("secret");
        assertThat(properties.clusters().toString()).doesNotContain("secret");
        assertThat(properties.clusters().values())
                .extracting(c -> c.tls().toString())
                .allMatch(text -> !text.contains("secret"));
        assertThat(new TreeSet<>(properties.clusters().keySet())).containsExactly("two");
    }

    /** As of one container per cluster. */
    @Test
    void connectionDetailsAddUpAndMustNotContradict() {
        DualWriteProperties properties = bind(Map.of(
                "dualwrite.primary",
                "other",
                "dualwrite.clusters.two.nodes",
                "nowhere:1",
                "dualwrite.clusters.two.ack",
                "sync"));
        DualWriteConfig config =
                new ConfigMapper(properties, List.of(details("one", true), details("two", false))).map(null, Map.of());
        assertThat(config.primary().name()).isEqualTo("one");
        assertThat(config.secondaries()).singleElement().satisfies(two -> {
            assertThat(two.nodes()).extracting(Endpoint::toString).containsExactly("two.example:6379");
            assertThat(two.replication().ack())
                    .as("the rest is the properties'")
                    .isEqualTo(Ack.SYNC);
        });
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new ConfigMapper(properties, List.of(details("one", true), details("one", false)))
                        .map(null, Map.of()))
                .withMessageContaining("one cluster of that name");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new ConfigMapper(properties, List.of(details("one", true), details("two", true)))
                        .map(null, Map.of()))
                .withMessageContaining("agree on one");
    }

    private static DualWriteConnectionDetails details(String name, boolean primary) {
        return new DualWriteConnectionDetails() {
            @Override
            public Map<String, Cluster> getClusters() {
                return Map.of(name, Cluster.of(name + ".example:6379"));
            }

            @Override
            public @Nullable String getPrimary() {
                return primary ? name : null;
            }
        };
    }

    private static DualWriteConfig map(Map<String, String> settings) {
        return new ConfigMapper(bind(settings), List.of()).map(null, Map.of());
    }

    private static DualWriteProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("dualwrite", DualWriteProperties.class);
    }
}
