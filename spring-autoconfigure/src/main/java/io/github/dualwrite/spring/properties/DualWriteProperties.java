package io.github.dualwrite.spring.properties;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that Dualwrite can be told by configuration. A name that is not known is an error, not a setting without effect.
 *
 * @param enabled Whether Dualwrite configures anything. Without it every Redis bean is Spring Boot's own, and nothing is mirrored.
 * @param primary Name of the cluster that answers: every read goes there, and callers see its replies.
 * @param requireManagedConnectionFactory Whether the application must not start with a RedisConnectionFactory bean that does not write to every cluster.
 * @param clusters The clusters by name: a small letter, then small letters and digits.
 * @param shutdown How closing drains.
 * @param journal Where this process remembers which slots are in doubt.
 * @param health What the health component says.
 */
@ConfigurationProperties(prefix = "dualwrite", ignoreUnknownFields = false)
public record DualWriteProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String primary,
        @DefaultValue("true") boolean requireManagedConnectionFactory,
        @DefaultValue Map<String, ClusterProperties> clusters,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Journal journal,
        @DefaultValue Health health) {

    /** Copies the map. */
    public DualWriteProperties {
        clusters = Map.copyOf(clusters);
    }

    /**
     * How closing drains.
     *
     * @param drainTimeout How long to wait for what is queued and dirty: before connections close, and again for what beans write when they are destroyed.
     */
    public record Shutdown(@DefaultValue("10s") Duration drainTimeout) {}

    /**
     * Where this process remembers which slots are in doubt, so that a restart after kill -9 repairs those alone.
     *
     * @param directory Directory of the journals, on a disk that outlives the process; without it, a process that dies makes others compare every slot.
     * @param restartWithin How long the other processes wait, after this one has vanished, for one that takes its journal over.
     */
    public record Journal(
            @Nullable Path directory, @DefaultValue("2m") Duration restartWithin) {}

    /**
     * What the health component says.
     *
     * @param secondaryDownStatus Status of the component while a secondary does not answer. Writes wait for it in memory, so the application is up.
     */
    public record Health(@DefaultValue("UP") String secondaryDownStatus) {}
}
