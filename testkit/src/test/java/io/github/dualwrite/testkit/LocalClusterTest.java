package io.github.dualwrite.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("patient")
class LocalClusterTest {

    static java.util.List<ServerBinary> servers() {
        return ServerBinary.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void twoShardsWithReplicasAreFormedAndFailOver(ServerBinary server) {
        try (LocalCluster cluster = LocalCluster.builder().server(server).start()) {
            assertThat(cluster.primaries()).hasSize(2);
            LocalNode primary = cluster.primaryOf(0);
            assertThat(cluster.replicasOf(primary)).hasSize(1);
            LocalNode promoted = cluster.failOver(primary);
            assertThat(promoted).isNotEqualTo(primary);
            Waiting.until("the other nodes see it", () -> cluster.primaryOf(0) == promoted);
        }
    }

    @Test
    void slotsMoveWithTheirKeys() {
        try (LocalCluster cluster = LocalCluster.builder().replicas(0).start()) {
            LocalNode source = cluster.primaryOf(12182);
            source.command("SET", "foo", "bar"); // slot 12182
            LocalNode target = cluster.primaryOf(0);
            cluster.moveSlots(12180, 12184, source, target);
            assertThat(cluster.primaryOf(12182)).isEqualTo(target);
            assertThat(target.text("GET", "foo")).isEqualTo("bar");
        }
    }

    @Test
    void tlsAndPasswordAreAskedFor(@TempDir Path folder) {
        TestCertificates certificates = TestCertificates.create(folder);
        try (LocalCluster cluster =
                LocalCluster.builder().tls(certificates).password("secret").start()) {
            cluster.primaryOf(12182).command("SET", "foo", "bar");
            assertThat(cluster.size()).isEqualTo(1);
        }
    }

    @Test
    void nodesFreezeThawDieAndComeBack() {
        try (LocalCluster cluster =
                LocalCluster.builder().primaries(1).replicas(0).start()) {
            LocalNode node = cluster.nodes().get(0);
            node.freeze();
            assertThat(node.isAlive()).isTrue();
            node.thaw();
            Waiting.until(Duration.ofSeconds(5), "it answers again", node::answers);
            node.kill();
            assertThat(node.isAlive()).isFalse();
            node.restart();
            cluster.awaitOk();
        }
    }

    @Test
    void dataSetsTellWhatDiffers() {
        try (LocalCluster one = LocalCluster.builder().standalone().start();
                LocalCluster two = LocalCluster.builder().standalone().start()) {
            for (LocalCluster cluster : java.util.List.of(one, two)) {
                cluster.nodes().get(0).command("HSET", "hash", "a", "1", "b", "2");
                cluster.nodes().get(0).command("XADD", "stream", "1-1", "f", "v");
                cluster.nodes().get(0).command("XGROUP", "CREATE", "stream", "group", "0");
            }
            assertThat(DataSet.of(one).differences(DataSet.of(two), Duration.ofSeconds(1)))
                    .isEmpty();
            two.nodes().get(0).command("XREADGROUP", "GROUP", "group", "me", "STREAMS", "stream", ">");
            two.nodes().get(0).command("PEXPIRE", "hash", "60000");
            two.nodes().get(0).command("SET", "more", "1");
            assertThat(DataSet.of(one).differences(DataSet.of(two), Duration.ofSeconds(1)))
                    .hasSize(3);
        }
    }
}
