package io.github.dualwrite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.net.Topologies;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.ServerBinary;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers answer to a look-up, and what comes of it when they do not. */
class PrimaryCommandInfoTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    static List<ServerBinary> servers() {
        return ServerBinary.all();
    }

    private static ClusterView view(Target target) {
        TargetConnector connector = new TargetConnector(target);
        ClusterView view = new ClusterView(
                target.name(), connector, Topologies.of(target, connector), Policies.connections(target));
        view.start();
        return view;
    }

    private static Target target(LocalCluster cluster) {
        return Target.standalone("cluster1", cluster.seeds()[0]).timeouts(TIMEOUT, TIMEOUT);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aCommandThatNoServerKnowsIsRefused(ServerBinary server) throws IOException {
        try (LocalCluster cluster =
                        LocalCluster.builder().standalone().server(server).start();
                ClusterView view = view(target(cluster))) {
            PrimaryCommandInfo primary = new PrimaryCommandInfo(view, TIMEOUT);
            assertThat(primary.ask("GET"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(1)
                    .doesNotContainNull();
            assertThat(primary.ask("FROBNICATE"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactly((Object) null);

            Catalogue catalogue = Catalogue.learning(primary);
            assertThatThrownBy(() -> catalogue.resolve(Command.of("frobnicate", "a")))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("command FROBNICATE: not in the catalogue, and the primary does not know it");
            assertThat(catalogue.resolve(Command.of("GET", "a")).access()).isEqualTo(Access.READ);
        }
    }

    @Test
    void aPrimaryThatDoesNotAnswerIsAskedAgainTheNextTime() {
        try (LocalCluster cluster = LocalCluster.builder().standalone().start();
                ClusterView view = view(target(cluster))) {
            Catalogue catalogue = Catalogue.learning(new PrimaryCommandInfo(view, TIMEOUT));
            Await.until(
                    Duration.ofSeconds(10),
                    () -> !view.topology().map().primaries().isEmpty());
            cluster.nodes().get(0).freeze();
            assertThatThrownBy(() -> catalogue.resolve(Command.of("FROBNICATE", "a")))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("the primary could not be asked")
                    .hasMessageContaining("no reply within 500 ms");
            cluster.nodes().get(0).thaw();
            assertThatThrownBy(() -> catalogue.resolve(Command.of("FROBNICATE", "a")))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("the primary does not know it");
        }
    }

    @Test
    void aPrimaryThatWasNeverReachedIsNamed() {
        try (ClusterView view =
                view(Target.standalone("cluster1", "127.0.0.1:1").timeouts(TIMEOUT, TIMEOUT))) {
            assertThatThrownBy(() -> new PrimaryCommandInfo(view, TIMEOUT).ask("FROBNICATE"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cluster1: ");
        }
    }
}
