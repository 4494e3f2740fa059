package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.List;

/** What tests with real clusters have in common. */
public final class Clusters {

    public static final Duration SOON = Duration.ofSeconds(30);
    public static final Duration TTL_TOLERANCE = Duration.ofMillis(1_500);

    private Clusters() {}

    /** A target that gives up on its nodes after a short time, so that tests of faults end soon. */
    public static Target impatient(String name, LocalCluster cluster) {
        return quick(Target.cluster(name, cluster.seeds()));
    }

    public static Target quick(Target target) {
        return target.timeouts(Duration.ofMillis(500), Duration.ofMillis(500))
                .replication(target.replication()
                        .withPace(new Pace(1_000_000, 1L << 30))
                        .withLanes(Lanes.ofDefaults()));
    }

    /** The one pass condition: agreement as far as is known, a balanced account, and data sets that are equal. */
    public static void assertEqual(DualWrite dualWrite, LocalCluster primary, LocalCluster... secondaries) {
        assertThat(dualWrite.awaitAgreement(SOON))
                .as("agreement: %s", dualWrite.status())
                .isTrue();
        assertThat(dualWrite.status())
                .allSatisfy(status -> assertThat(status.account().isBalanced())
                        .as("balance: %s", status.account())
                        .isTrue());
        DataSet expected = DataSet.of(primary);
        for (LocalCluster secondary : secondaries) {
            List<String> differences = expected.differences(DataSet.of(secondary), TTL_TOLERANCE);
            assertThat(differences)
                    .as("%s of %s keys", differences.size(), expected.size())
                    .isEmpty();
        }
    }

    /** Whether frames are heard everywhere, so that effects are queued and not marked. */
    public static boolean isHeard(DualWrite dualWrite) {
        return dualWrite.status().stream()
                .allMatch(status -> status.fleet() == null || status.fleet().heard());
    }
}
