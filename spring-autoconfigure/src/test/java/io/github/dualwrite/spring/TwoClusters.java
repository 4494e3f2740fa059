package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.List;

/** The real clusters of all tests of this module, started when first asked for; the testkit ends them with the virtual machine. */
public final class TwoClusters {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration TTL_TOLERANCE = Duration.ofMillis(1_500);

    private static final class Running {
        static final LocalCluster PRIMARY =
                LocalCluster.builder().name("cluster1").primaries(3).replicas(0).start();
        static final LocalCluster SECONDARY =
                LocalCluster.builder().name("cluster2").primaries(2).replicas(0).start();
    }

    private TwoClusters() {}

    public static LocalCluster primary() {
        return Running.PRIMARY;
    }

    public static LocalCluster secondary() {
        return Running.SECONDARY;
    }

    /** The audit would mend what a test is to find missing; and an application that was closed before it had drained is not waited for long. */
    public static String[] properties() {
        return new String[] {
            "dualwrite.primary=cluster1",
            "dualwrite.clusters.cluster1.nodes=" + String.join(",", primary().seeds()),
            "dualwrite.clusters.cluster2.nodes=" + String.join(",", secondary().seeds()),
            "dualwrite.clusters.cluster2.audit.share=0",
            "dualwrite.clusters.cluster2.fleet.presence=3s",
            "dualwrite.clusters.cluster2.pace.keys-per-second=1000000"
        };
    }

    /** The one pass condition: agreement as far as is known, a balanced account, and data sets that are equal; returns what both hold. */
    public static DataSet assertEqual(DualWrite dualWrite) {
        assertThat(dualWrite.awaitAgreement(SOON))
                .as("agreement: %s", dualWrite.status())
                .isTrue();
        assertThat(dualWrite.status())
                .allSatisfy(status -> assertThat(status.account().isBalanced())
                        .as("balance: %s", status.account())
                        .isTrue());
        return assertEqualData();
    }

    /** That the two hold the same, which is returned. */
    public static DataSet assertEqualData() {
        DataSet expected = DataSet.of(primary());
        List<String> differences = expected.differences(DataSet.of(secondary()), TTL_TOLERANCE);
        assertThat(differences)
                .as("%s of %s keys", differences.size(), expected.size())
                .isEmpty();
        return expected;
    }
}
