package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies to a server that does not take the primary's serialized form: here one that knows no RESTORE. */
class TypedCopyTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    @Test
    void aStreamWithPendingEntriesThatWereDeleted() {
        try (LocalCluster one = LocalCluster.builder()
                        .name("cluster1")
                        .primaries(1)
                        .replicas(0)
                        .start();
                LocalCluster two = LocalCluster.builder()
                        .name("single")
                        .standalone()
                        .user("copier", "secret", "~* &* +@all -restore")
                        .start()) {
            LocalNode node = one.nodes().get(0);
            node.command("XGROUP", "CREATE", "stream", "group", "0", "MKSTREAM");
            node.command("XGROUP", "CREATE", "stream", "other", "0");
            for (int i = 1; i <= 6; i++) {
                node.command("XADD", "stream", "5-" + i, "f", "v" + i);
            }
            node.command("XREADGROUP", "GROUP", "group", "a", "COUNT", "4", "STREAMS", "stream", ">");
            node.command("XREADGROUP", "GROUP", "other", "b", "COUNT", "6", "STREAMS", "stream", ">");
            node.command("XDEL", "stream", "5-1", "5-3", "5-6"); // before, between and behind what is left
            try (DualWrite dualWrite = accounts.watch(DualWrite.builder()
                    .primary(Target.cluster("cluster1", one.seeds()))
                    .secondary(Clusters.quick(Target.standalone("single", two.seeds()[0]))
                            .credentials("copier", "secret"))
                    .build())) {
                Clusters.assertEqual(dualWrite, one, two);
                assertThat(two.nodes().get(0).text("XPENDING", "stream", "other"))
                        .startsWith("[6, 5-1, 5-6");
            }
        }
    }
}
