package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.json.Path2;
import redis.clients.jedis.search.schemafields.TextField;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.KeyValue;

/** Every public way by which bytes could reach the primary, one by one: what is written there is on the secondary afterwards. */
class WaysInTest {

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
        assertThat(dualWrite.awaitAgreement(Clusters.SOON))
                .isTrue(); // or the first backfill would copy what nobody recorded
    }

    private void assertMirrored(long keys) {
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(keys);
    }

    private static byte[] bytes(String text) {
        return Values.ascii(text);
    }

    @Test
    void sendCommandWithAKeyToRouteBy() {
        jedis.sendCommand("a", Command.SET, "a", "1");
        jedis.sendCommand(bytes("b"), Command.SET, bytes("b"), bytes("2"));
        jedis.sendBlockingCommand("c", Command.BLPOP, "c", "0.01");
        jedis.sendBlockingCommand(bytes("d"), Command.RPUSH, bytes("d"), bytes("2"));
        assertMirrored(3);
    }

    /** Any node gets it; Jedis 8 tells the caller that the key is elsewhere, the others follow. */
    @Test
    void sendCommandWithoutAKeyToRouteBy() {
        int written = 0;
        for (int i = 0; i < 20; i++) {
            written += took(() -> jedis.sendCommand(Command.SET, "a" + Math.random(), "1"));
            written += took(() -> jedis.sendCommand(Command.SET, bytes("b" + Math.random()), bytes("1")));
        }
        assertThat(written).isPositive();
        assertMirrored(written);
    }

    private static int took(Runnable call) {
        try {
            call.run();
            return 1;
        } catch (JedisRedirectionException e) {
            return 0;
        }
    }

    /** Who waits is served by somebody else's write, and both are mirrored. */
    @Test
    void aBlockedCommand() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<KeyValue<String, String>> popped = thread.submit(() -> jedis.blpop(20.0, "list"));
            await().until(() -> one.primaryOf(JedisClusterCRC16.getSlot("list"))
                    .text("INFO", "clients")
                    .contains("blocked_clients:1"));
            jedis.rpush("list", "a", "b");
            assertThat(popped.get(20, TimeUnit.SECONDS).getValue()).isEqualTo("a");
            Future<String> moved =
                    thread.submit(() -> jedis.blmove("{t}from", "{t}to", ListDirection.LEFT, ListDirection.RIGHT, 20));
            await().until(() -> one.primaryOf(JedisClusterCRC16.getSlot("{t}"))
                    .text("INFO", "clients")
                    .contains("blocked_clients:1"));
            jedis.rpush("{t}from", "c");
            assertThat(moved.get(20, TimeUnit.SECONDS)).isEqualTo("c");
        } finally {
            thread.shutdownNow();
        }
        assertMirrored(2);
    }

    /** To send it would write to the primary alone; a plain client gets the server's unknown-command error for it. */
    @Test
    void aModulesCommandWhereThereIsNoModule() {
        assumeTrue(one.nodes().get(0).text("COMMAND", "INFO", "JSON.SET").equals("[null]"));
        for (Runnable call : List.<Runnable>of(
                () -> jedis.jsonSetWithEscape("a", Path2.ROOT_PATH, Map.of("x", 1)),
                () -> jedis.bfAdd("a", "x"),
                () -> jedis.tsAdd("a", 1.0),
                () -> jedis.sendCommand("a", () -> bytes("JSON.SET"), "a", "$", "{}"))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("the primary does not know it (expected: a command of");
        }
        // Jedis 7 sends it to every node, and shows what became of each
        assertThatThrownBy(() -> jedis.ftCreate("i", TextField.of("x")))
                .satisfies(thrown -> assertThat(
                                thrown instanceof JedisBroadcastException e
                                        ? e.getReplies().values()
                                        : List.of(thrown))
                        .isNotEmpty()
                        .allSatisfy(each -> assertThat(each).isInstanceOf(RefusedCommandException.class)));
        assertMirrored(0);
    }

    @Test
    void executeCommandWithAnObject() {
        CommandArguments arguments = Made.arguments(Command.INCR).key("a");
        assertThat(jedis.executeCommand(new CommandObject<>(arguments, BuilderFactory.LONG)))
                .isEqualTo(1);
        assertMirrored(1);
    }

    /** Others ran the caller's code once for each cluster, and gave it the other one's reply. */
    @Test
    void theCallersCodeRunsOnce() {
        AtomicInteger built = new AtomicInteger();
        Builder<Long> reply = new Builder<>() {
            @Override
            public Long build(Object data) {
                built.incrementAndGet();
                return (Long) data;
            }
        };
        CommandArguments arguments = Made.arguments(Command.INCR).key("a");
        assertThat(jedis.executeCommand(new CommandObject<>(arguments, reply))).isEqualTo(1);
        assertMirrored(1);
        assertThat(built).hasValue(1);
    }

    @Test
    void scansSeeThePrimarysKeysOnEveryNode() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            jedis.set("key:" + i, "1");
            expected.add("key:" + i);
        }
        Set<String> found = new HashSet<>();
        ScanIteration iteration = jedis.scanIteration(50, "key:*");
        while (!iteration.isIterationCompleted()) {
            found.addAll(iteration.nextBatchList());
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void jedisOverABorrowedConnection() {
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot("{t}"))) {
            Jedis byHand = new Jedis(connection);
            byHand.set("{t}a", "1");
            try (Pipeline pipeline = byHand.pipelined()) {
                pipeline.incr("{t}b");
                pipeline.lpush("{t}c", "x");
            }
        }
        assertMirrored(3);
    }

    @Test
    void rawArgumentsOnAConnectionWhoseReplyIsNeverRead() {
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot("{t}"))) {
            connection.sendCommand(new CommandArguments(Command.SET).add("{t}a").add("1"));
            connection.sendCommand(Command.INCR, "{t}b");
            connection.getOne();
        }
        jedis.incr("{t}c");
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(jedis.get("{t}a")).isEqualTo("1");
    }

    @Test
    void whatAPoolsFactoryMakesRecordsToo() throws Exception {
        int written = 0;
        for (Map.Entry<String, ConnectionPool> node : jedis.getClusterNodes().entrySet()) {
            try (Connection connection =
                    node.getValue().getFactory().makeObject().getObject()) {
                for (int i = 0; i < 20; i++) {
                    String key = node.getKey() + ":" + i;
                    written += took(() -> {
                        connection.sendCommand(Command.SET, key, "1");
                        connection.getOne();
                    });
                }
            }
        }
        assertThat(written).isPositive();
        assertMirrored(written);
    }

    @Test
    void whatWouldLeadPastTheRecordingIsRefused() {
        var builder = dualWrite.jedis().jedisClusterBuilder(settings -> {});
        assertThatThrownBy(() -> builder.nodes(Set.of(new HostAndPort("127.0.0.1", 1))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("nodes: refused (expected: the primary's own");
        assertThatThrownBy(() -> builder.commandExecutor(null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> builder.connectionProvider(null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> dualWrite.jedisCluster(settings -> settings.database(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("database: 1 (expected: 0, the only one that is mirrored)");
    }

    /** Nobody mirrors it any more; it used to reach the primary alone. */
    @Test
    void whatIsWrittenAfterClosingIsRefused() {
        jedis.set("{t}a", "1");
        int slot = JedisClusterCRC16.getSlot("{t}");
        try (Connection connection = jedis.getConnectionFromSlot(slot);
                Transaction transaction = new Transaction(connection)) {
            transaction.set("{t}a", "2");
            dualWrite.close();
            assertThatThrownBy(transaction::exec).isInstanceOf(RefusedCommandException.class);
        }
        assertThatThrownBy(() -> jedis.set("{t}a", "2"))
                .isInstanceOf(RefusedCommandException.class)
                .hasMessage(
                        "command SET: refused, since nothing is mirrored any more (expected: before DualWrite is closed)");
        try (ClusterPipeline pipeline = jedis.pipelined()) {
            assertThatThrownBy(() -> pipeline.set("{t}a", "2")).isInstanceOf(RefusedCommandException.class);
        }
        assertThat(jedis.get("{t}a"))
                .isEqualTo("1"); // reads are answered as before, over a connection without an open MULTI
    }

    /** As containers do: on no Jedis may a class be missing for it. */
    @Test
    void theEntryClassCanBeLookedAtByReflection() {
        assertThat(DualWrite.class.getDeclaredMethods()).isNotEmpty();
    }

    @Test
    void borrowingWaitsNoLongerThanAsked() throws Exception {
        ConnectionPool pool = jedis.getClusterNodes().values().iterator().next();
        Connection connection = pool.borrowObject(Duration.ofSeconds(1));
        assertThat(pool.getMaxTotal()).isEqualTo(8);
        pool.returnObject(connection);
    }
}
