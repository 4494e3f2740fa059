package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Connections and pools of nodes taken from the facade: transactions, subscriptions, scripts, and every way to borrow. */
class NodeConnectionsTest {

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster one;
    private LocalCluster two;
    private DualWrite dualWrite;
    private JedisCluster jedis;

    @BeforeEach
    void open() {
        one = facades.one();
        two = facades.two();
        dualWrite = facades.dualWrite();
        jedis = facades.jedis();
    }

    private Connection connection(String key) {
        return jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot(key));
    }

    private static Object ask(Connection connection, Command command, String... words) {
        connection.sendCommand(command, words);
        return connection.getOne();
    }

    @Test
    void aTransactionReachesTheSecondary() {
        try (Connection connection = connection("{t}");
                Transaction transaction = new Transaction(connection)) {
            Response<Long> count = transaction.incr("{t}count");
            transaction.lpush("{t}list", "a");
            transaction.exec();
            assertThat(count.get()).isEqualTo(1);
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(2);
    }

    /** Seen to fail where the block's keys were copied instead. */
    @Test
    void aTransactionReachesTheSecondaryAsOneUnit() {
        jedis.set("{t}text", "a");
        jedis.set("{t}count", "1");
        assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue(); // or its keys would be copied
        two.primaries().forEach(node -> node.command("CONFIG", "RESETSTAT"));
        try (Connection connection = connection("{t}");
                Transaction transaction = new Transaction(connection, false)) {
            transaction.watch("{t}text");
            transaction.multi();
            transaction.append("{t}text", "b");
            transaction.incr("{t}count");
            assertThat(transaction.exec()).hasSize(2);
        }
        Clusters.assertEqual(dualWrite, one, two);
        String calls = two.primaryOf(JedisClusterCRC16.getSlot("{t}")).text("INFO", "commandstats");
        assertThat(calls.lines())
                .as("%s", dualWrite.status())
                .anyMatch(line -> line.startsWith("cmdstat_exec:calls=1,"))
                .anyMatch(line -> line.startsWith("cmdstat_append:calls=1,"))
                .noneMatch(line -> line.startsWith("cmdstat_restore:"));
    }

    @Test
    void aTransactionThatAWatchedKeyStoppedHasNoEffect() {
        jedis.set("{t}watched", "1");
        try (Connection connection = connection("{t}")) {
            ask(connection, Command.WATCH, "{t}watched");
            jedis.set("{t}watched", "2");
            ask(connection, Command.MULTI);
            ask(connection, Command.SET, "{t}never", "x");
            assertThat(ask(connection, Command.EXEC)).isNull();
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(1);
    }

    /** The node executes the block after the caller has given up. */
    @Test
    void aTransactionWhoseEndIsNotAnsweredIsCopied() {
        jedis.set("{t}count", "5");
        LocalNode node = one.primaryOf(JedisClusterCRC16.getSlot("{t}"));
        try (JedisCluster hasty = dualWrite.jedisCluster(settings -> settings.socketTimeoutMillis(100));
                Connection connection = hasty.getConnectionFromSlot(JedisClusterCRC16.getSlot("{t}"))) {
            ask(connection, Command.MULTI);
            ask(connection, Command.INCR, "{t}count");
            ask(connection, Command.RPUSH, "{t}list", "a", "b");
            node.freeze();
            assertThatThrownBy(() -> ask(connection, Command.EXEC)).isInstanceOf(JedisConnectionException.class);
        } finally {
            node.thaw();
        }
        one.awaitOk();
        await().atMost(Clusters.SOON).until(() -> "6".equals(jedis.get("{t}count")));
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(2);
    }

    @Test
    void anErrorInsideOfATransactionDoesNotStopTheOthers() {
        jedis.set("{t}text", "abc");
        try (Connection connection = connection("{t}")) {
            ask(connection, Command.MULTI);
            ask(connection, Command.INCR, "{t}text");
            ask(connection, Command.SET, "{t}other", "x");
            assertThat((List<?>) ask(connection, Command.EXEC)).hasSize(2);
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(jedis.get("{t}other")).isEqualTo("x");
    }

    @Test
    void aConnectionGivenBackInsideMultiDoesNotSwallowTheNextWrites() {
        for (int i = 0; i < 10; i++) {
            try (Connection connection = connection("{t}")) {
                ask(connection, Command.MULTI);
                ask(connection, Command.SET, "{t}lost", "x");
            }
            assertThat(jedis.set("{t}next" + i, "x")).isEqualTo("OK");
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(10);
    }

    @Test
    void aRefusedMultiLeavesItsCommandsOrdinary() {
        for (LocalNode node : one.primaries()) {
            node.command("ACL", "SETUSER", "default", "-multi");
        }
        try (Connection connection = connection("{t}")) {
            connection.sendCommand(Command.MULTI);
            connection.sendCommand(Command.SET, "{t}sent-before-the-answer", "x");
            assertThatThrownBy(connection::getOne)
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("multi");
            assertThat(connection.getStatusCodeReply()).isEqualTo("OK");
            assertThat(ask(connection, Command.INCR, "{t}sent-after")).isEqualTo(1L);
        } finally {
            for (LocalNode node : one.primaries()) {
                node.command("ACL", "SETUSER", "default", "+multi");
            }
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(2);
    }

    @Test
    void aConnectionThatWasSubscribedRecordsAgain() {
        try (Connection connection = connection("{t}")) {
            ask(connection, Command.SUBSCRIBE, "channel");
            assertThatThrownBy(() -> connection.sendCommand(Command.SET, "{t}a", "x"))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("command SET: refused on a connection that is subscribed");
            ask(connection, Command.UNSUBSCRIBE, "channel");
            assertThat(ask(connection, Command.INCR, "{t}a")).isEqualTo(1L);
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(1);
    }

    @Test
    void anotherDatabaseIsRefused() {
        try (Connection connection = connection("{t}")) {
            assertThatThrownBy(() -> connection.select(1))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("command SELECT: refused (expected: database 0");
        }
    }

    @Test
    void everyWayToBorrowFromAPoolRecords() throws Exception {
        int i = 0;
        for (Map.Entry<String, ConnectionPool> node : jedis.getClusterNodes().entrySet()) {
            ConnectionPool pool = node.getValue();
            for (Connection connection : List.of(
                    pool.getResource(),
                    pool.borrowObject(),
                    pool.borrowObject(Duration.ofSeconds(1)),
                    pool.borrowObject(1_000))) {
                do {
                    i++;
                } while (!one.primaryOf(JedisClusterCRC16.getSlot("key:" + i))
                        .endpoint()
                        .equals(node.getKey()));
                assertThat(ask(connection, Command.INCR, "key:" + i)).isEqualTo(1L);
                pool.returnObject(connection);
            }
            assertThat(pool.getNumActive()).isZero();
        }
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(8);
    }

    @Test
    void askingForThePoolsAgainAndAgainCostsNothing() {
        assertThat(jedis.getClusterNodes().values())
                .containsExactlyInAnyOrderElementsOf(jedis.getClusterNodes().values());
    }

    @Test
    void aScriptThatOnlyThePrimaryKnowsIsMirrored() {
        String script = "return redis.call('incr', KEYS[1])";
        for (LocalNode node : one.primaries()) {
            node.command("SCRIPT", "LOAD", script);
        }
        assertThat(jedis.evalsha(Sha1.of(script), 1, "counter")).isEqualTo(1L);
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(1);
    }

    @Test
    void anUnknownScriptIsAskedForOnceAndAnsweredAsUsual() {
        one.primaries().forEach(node -> node.command("CONFIG", "RESETSTAT"));
        String sha = Sha1.of("return 'nobody has this'");
        assertThatThrownBy(() -> jedis.evalsha(sha, 1, "key")).isInstanceOf(JedisNoScriptException.class);
        long calls = one.primaries().stream()
                .mapToLong(node -> node.text("INFO", "commandstats")
                        .lines()
                        .filter(l -> l.startsWith("cmdstat_evalsha:calls=1,"))
                        .count())
                .sum();
        assertThat(calls).isEqualTo(1);
    }
}
