package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.FunctionRestorePolicy;

/** Scripts and libraries of functions reach every node of every target, and what a secondary refuses is told. */
class FunctionsTest {

    private static LocalCluster one;
    private static LocalCluster two;

    private DualWrite dualWrite;
    private JedisCluster jedis;

    @BeforeAll
    static void start() {
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @BeforeEach
    void open() {
        assumeTrue(one.server().atLeast(7, 0));
        one.primaries().forEach(node -> node.command("FUNCTION", "FLUSH"));
        two.primaries().forEach(node -> node.command("FUNCTION", "FLUSH"));
        dualWrite = DualWrite.builder()
                .primary(Target.cluster("cluster1", one.seeds()))
                .secondary(Clusters.impatient("cluster2", two))
                .build();
        jedis = dualWrite.jedisCluster();
    }

    @AfterEach
    void close() {
        if (jedis != null) {
            jedis.close();
            dualWrite.close();
        }
    }

    private static String library(String name, String function, int result) {
        return "#!lua name=%s\nredis.register_function('%s', function(k, a) return %d end)"
                .formatted(name, function, result);
    }

    private Account.Snapshot account() {
        return dualWrite.status().get(0).account();
    }

    private void assertSettled() {
        await().atMost(Clusters.SOON).until(() -> account().isSettled());
        assertThat(account().isBalanced()).as("%s", account()).isTrue();
    }

    private static void assertEverywhere(String function, String result) {
        for (LocalCluster cluster : new LocalCluster[] {one, two}) {
            for (LocalNode node : cluster.primaries()) {
                assertThat(node.text("FCALL", function, "0")).isEqualTo(result);
            }
        }
    }

    private static void assertNoFunctions() {
        for (LocalCluster cluster : new LocalCluster[] {one, two}) {
            for (LocalNode node : cluster.primaries()) {
                assertThat(node.text("FUNCTION", "LIST")).isEqualTo("[]");
            }
        }
    }

    @Test
    void loadDeleteRestoreAndFlushReachEveryNode() {
        jedis.functionLoad(library("lib", "f", 1));
        assertSettled();
        assertEverywhere("f", "1");
        byte[] dump;
        try (Connection connection = jedis.getConnectionFromSlot(0)) {
            connection.sendCommand(Protocol.Command.FUNCTION, "DUMP");
            dump = connection.getBinaryBulkReply();
        }
        jedis.functionDelete("lib");
        assertSettled();
        assertNoFunctions();
        jedis.functionRestore(dump, FunctionRestorePolicy.APPEND);
        assertSettled();
        assertEverywhere("f", "1");
        jedis.functionFlush();
        assertSettled();
        assertNoFunctions();
    }

    @Test
    void scriptFlushReachesEveryNode() {
        String sha = jedis.scriptLoad("return 4", "any");
        one.primaries().forEach(node -> node.command("SCRIPT", "LOAD", "return 4"));
        two.primaries().forEach(node -> node.command("SCRIPT", "LOAD", "return 4"));
        jedis.scriptFlush();
        assertSettled();
        for (LocalCluster cluster : new LocalCluster[] {one, two}) {
            for (LocalNode node : cluster.primaries()) {
                assertThat(node.text("SCRIPT", "EXISTS", sha)).isEqualTo("[0]");
            }
        }
    }

    @Test
    void anOlderLibraryOfTheSecondaryGivesWay() {
        two.primaries().forEach(node -> node.command("FUNCTION", "LOAD", library("lib", "f", 7)));
        jedis.functionLoad(library("lib", "f", 1));
        assertSettled();
        assertEverywhere("f", "1");
        assertThat(account().errors()).isEmpty();
    }

    @Test
    void aLibraryThatTheSecondaryRefusesIsUnrepairableUntilItIsTaken() {
        // a function of that name in another library: REPLACE does not help
        two.primaries().forEach(node -> node.command("FUNCTION", "LOAD", library("other", "f", 7)));
        jedis.functionLoad(library("lib", "f", 1));
        assertSettled();
        assertThat(account().unrepairable()).isPositive();
        assertThat(account().errors()).containsKey("ERR");
        assertThat(dualWrite.status().get(0).isInAgreement()).isFalse();

        two.primaries().forEach(node -> node.command("FUNCTION", "DELETE", "other"));
        jedis.functionLoadReplace(library("lib", "f", 2));
        assertSettled();
        assertEverywhere("f", "2");
        assertThat(account().unrepairable()).isZero();
    }
}
