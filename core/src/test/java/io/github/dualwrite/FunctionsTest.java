package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.FunctionRestorePolicy;
import redis.clients.jedis.exceptions.JedisException;

/** Scripts and libraries of functions reach every node of every target, and what a secondary refuses is told. */
class FunctionsTest {

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster one;
    private LocalCluster two;
    private DualWrite dualWrite;
    private JedisCluster jedis;

    @BeforeEach
    void open() {
        one = facades.one();
        assumeTrue(one.server().atLeast(7, 0));
        two = facades.two();
        dualWrite = facades.dualWrite();
        jedis = facades.jedis();
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

    private void assertEverywhere(String function, String result) {
        for (LocalCluster cluster : new LocalCluster[] {one, two}) {
            for (LocalNode node : cluster.primaries()) {
                assertThat(node.text("FCALL", function, "0")).isEqualTo(result);
            }
        }
    }

    private void assertNoFunctions() {
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

    /** The primary executes it after the caller has given up. */
    @Test
    void aLibraryWhoseOutcomeIsUnknownIsUnrepairableUntilItIsLoadedAgain() {
        try (JedisCluster hasty = dualWrite
                .jedis()
                .jedisClusterBuilder(settings -> settings.socketTimeoutMillis(500))
                .maxAttempts(1)
                .build()) {
            hasty.functionLoad(library("first", "g", 1)); // has a connection to every node now
            one.nodes().forEach(LocalNode::freeze);
            assertThatThrownBy(() -> hasty.functionLoad(library("lib", "f", 1))).isInstanceOf(JedisException.class);
        } finally {
            one.nodes().forEach(LocalNode::thaw);
        }
        one.awaitOk();
        assertSettled();
        assertThat(account().errors()).containsKey("OUTCOMEUNKNOWN");
        assertThat(account().unrepairable()).isPositive();
        assertThat(dualWrite.status().get(0).isInAgreement()).isFalse();

        jedis.functionLoadReplace(library("lib", "f", 2));
        assertSettled();
        assertEverywhere("f", "2");
        assertThat(account().unrepairable()).isZero();
        assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
    }

    /** A script too many does no harm, one too few would cost a NOSCRIPT after the switch. */
    @Test
    void aScriptWhoseOutcomeIsUnknownIsLoaded() {
        Write write = dualWrite.engine().begin(Command.of("SCRIPT", "LOAD", "return 6"));
        write.outcomeUnknown();
        assertSettled();
        for (LocalNode node : two.primaries()) {
            assertThat(node.text("EVALSHA", "432b214c7272676165213cde73c96473ae722648", "0"))
                    .isEqualTo("6");
        }
    }
}
