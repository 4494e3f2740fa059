package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** What tests with real clusters have in common. */
public final class Clusters {

    public static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PATIENT = Duration.ofSeconds(20);
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

    /** A facade whose only secondary is a single server behind {@code address}; in agreement, and hearing other processes if it looks for any. */
    public static DualWrite toSingle(BalancedAccounts accounts, LocalCluster primary, String address, boolean fleet) {
        Target target = quick(Target.standalone("single", address)).timeouts(PATIENT, PATIENT);
        DualWrite dualWrite = accounts.watch(DualWrite.builder()
                .primary(Target.cluster("primary", primary.seeds()))
                .secondary(target.replication(
                        target.replication().withFleet(Fleet.ofDefaults().withEnabled(fleet))))
                .build());
        assertThat(dualWrite.awaitAgreement(SOON)).isTrue();
        Awaitility.await().until(() -> isHeard(dualWrite));
        return dualWrite;
    }

    /** Whether frames are heard everywhere, so that effects are queued and not marked. */
    public static boolean isHeard(DualWrite dualWrite) {
        return dualWrite.status().stream()
                .allMatch(status -> status.fleet() == null || status.fleet().heard());
    }
}
