package io.github.dualwrite.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster per test class, started when first asked for and empty before each test:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalClusterExtension cluster = LocalClusterExtension.of(LocalCluster.builder().name("cluster1"));
 * }</pre>
 */
public final class LocalClusterExtension implements BeforeEachCallback, AfterAllCallback {

    private final LocalCluster.Builder builder;
    private @Nullable LocalCluster cluster;

    private LocalClusterExtension(LocalCluster.Builder builder) {
        this.builder = builder;
    }

    /** A cluster as {@code builder} says. */
    public static LocalClusterExtension of(LocalCluster.Builder builder) {
        return new LocalClusterExtension(builder);
    }

    /** The cluster; starts it the first time. */
    public synchronized LocalCluster get() {
        LocalCluster running = cluster;
        if (running == null) {
            running = builder.start();
            cluster = running;
        }
        return running;
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        if (cluster != null) {
            cluster.flushAll();
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }
}
