package io.github.dualwrite.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in containers behave as those of this machine do; skipped where Docker does not answer. */
class DockerServersTest {

    @Test
    void aClusterInContainersIsFormedFrozenKilledAndRestarted(@TempDir Path folder) {
        Optional<ServerBinary> server = DockerServers.find();
        assumeTrue(server.isPresent(), "skipped: Docker does not answer");
        try (LocalCluster cluster = LocalCluster.builder()
                .server(server.orElseThrow())
                .tls(TestCertificates.create(folder))
                .password("secret")
                .start()) {
            LocalNode node = cluster.primaryOf(0);
            assertThat(node.pid()).isPositive();
            node.freeze();
            assertThat(node.isAlive()).isTrue();
            assertThat(node.answers()).isFalse();
            node.thaw();
            Waiting.until("it answers again", node::answers);
            node.kill();
            assertThat(node.isAlive()).isFalse();
            node.restart();
            cluster.awaitOk();
        }
    }
}
