package io.github.dualwrite.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A secondary that is away is no outage, unless the application says so; a primary that is away is one. */
class HealthViewTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static LocalCluster start(String name) {
        return LocalCluster.builder().name(name).primaries(1).replicas(0).start();
    }

    @Test
    void whoIsAwayDecides() {
        try (LocalCluster primary = start("cluster1");
                LocalCluster secondary = start("cluster2");
                DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("cluster1", primary.seeds()))
                        .secondary(Target.cluster("cluster2", secondary.seeds()))
                        .drainTimeout(Duration.ZERO)
                        .build()) {
            assertThat(dualWrite.awaitAgreement(SOON)).isTrue();
            assertThat(HealthView.of(dualWrite, "OUT_OF_SERVICE").status()).isEqualTo("UP");
            secondary.nodes().get(0).kill();
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    HealthView.of(dualWrite, "OUT_OF_SERVICE").status())
                            .isEqualTo("OUT_OF_SERVICE"));
            assertThat(HealthView.of(dualWrite, "UP").status()).isEqualTo("UP");
            assertThat(HealthView.of(dualWrite, "UP").details().toString()).contains("cluster2", "warning");
            primary.nodes().get(0).kill();
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(HealthView.of(dualWrite, "UP").status()).isEqualTo("DOWN"));
        }
    }
}
