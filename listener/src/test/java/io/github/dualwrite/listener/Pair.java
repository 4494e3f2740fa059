package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.config.Serving;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A primary, a secondary, and a listener in front of them, for all tests of a class. */
final class Pair implements BeforeAllCallback, AfterAllCallback {

    private final LocalCluster.Builder primary;
    private final UnaryOperator<Target> access;
    private final Serving serving;
    private @Nullable LocalCluster one;
    private @Nullable LocalCluster two;
    private @Nullable Listener listener;

    /** Primary nodes: two on the one side, three on the other. */
    Pair(Serving serving) {
        this(LocalCluster.builder().name("cluster1").replicas(0), access -> access, serving);
    }

    /** @param access adds what has to be known to get into the primary */
    Pair(LocalCluster.Builder primary, UnaryOperator<Target> access, Serving serving) {
        this.primary = primary;
        this.access = access;
        this.serving = serving;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        one = primary.start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
        listener = listen(primary(), serving, Transport.best());
    }

    /** The primary as a target. */
    Target primary() {
        return access.apply(Target.cluster("cluster1", one().seeds()));
    }

    /** One more listener with the same secondary. The caller closes it. */
    Listener listen(Target from, Serving how, Transport transport) throws IOException {
        Listener started = Listener.start(
                ListenerConfig.of(
                                new Endpoint("127.0.0.1", 0),
                                DualWriteConfig.builder()
                                        .primary(from)
                                        .secondary(Target.cluster("cluster2", two().seeds()))
                                        .build())
                        .withServing(how),
                transport);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        !started.engine().primary().topology().map().primaries().isEmpty());
        return started;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (AutoCloseable each : new @Nullable AutoCloseable[] {listener, one, two}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Listener listener() {
        return java.util.Objects.requireNonNull(listener);
    }

    LocalCluster one() {
        return java.util.Objects.requireNonNull(one);
    }

    LocalCluster two() {
        return java.util.Objects.requireNonNull(two);
    }

    RawClient client() throws IOException {
        return new RawClient(listener().port());
    }

    /** Waits until everything has arrived, and compares every key. */
    void assertEqual() {
        assertEqual(listener());
    }

    void assertEqual(Listener writer) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> writer.status().stream().allMatch(SecondaryStatus::isInAgreement));
        List<String> differences = DataSet.of(one()).differences(DataSet.of(two()), Duration.ofSeconds(1));
        assertThat(differences).isEmpty();
    }
}
