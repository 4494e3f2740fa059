package io.github.dualwrite.spring.properties;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The properties of a cluster of which nothing is said. */
final class Defaults {

    static final ClusterProperties CLUSTER = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("dualwrite.clusters.name", ClusterProperties.class);

    private Defaults() {}
}
