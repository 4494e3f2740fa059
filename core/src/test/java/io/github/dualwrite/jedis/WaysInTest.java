package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
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
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

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
