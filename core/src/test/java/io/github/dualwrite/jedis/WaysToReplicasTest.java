package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.testkit.LocalCluster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/** Ways to the primary's replicas, and those that leave it to chance whether a replica is met. */
class WaysToReplicasTest {

    private static LocalCluster one;
    private static LocalCluster two;

    private DualWrite dualWrite;
    private JedisCluster jedis;

    @BeforeAll
    static void start() {
        one = LocalCluster.builder().name("cluster1").start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @BeforeEach
    void open() {
        one.flushAll();
        two.flushAll();
        dualWrite = DualWrite.builder()
                .primary(Target.cluster("cluster1", one.seeds()))
                .secondary(Clusters.impatient("cluster2", two))
                .build();
        jedis = dualWrite.jedisCluster();
        assertThat(dualWrite.awaitAgreement(Clusters.SOON))
                .isTrue(); // or the first backfill would copy what nobody recorded
    }

    @AfterEach
    void close() {
        jedis.close();
        dualWrite.close();
    }

    private void assertMirrored(long keys) {
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(keys);
    }

    /** Before Jedis 8 it reaches one node of the primary: what the others have must not be lost on the secondary. */
    @Test
    void sendCommandWithNothingElse() {
        for (int i = 0; i < 50; i++) {
            jedis.set("key:" + i, "1");
        }
        int flushed = 0;
        for (int i = 0; i < 50 && flushed == 0; i++) {
            try {
                jedis.sendCommand(Command.FLUSHALL);
                flushed++;
            } catch (JedisDataException e) {
                assertThat(e).hasMessageContaining("READONLY"); // chance chose a replica
            }
        }
        assertThat(flushed).isEqualTo(1);
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isLessThan(50);
    }

    @Test
    void executeCommandToReplica() {
        try (JedisCluster reading =
                dualWrite.jedisCluster(DefaultJedisClientConfig.Builder::readOnlyForRedisClusterReplicas)) {
            reading.set("a", "1");
            assertMirrored(1);
            CommandArguments get = Made.arguments(Command.STRLEN).key("a");
            assertThat(reading.executeCommandToReplica(new CommandObject<>(get, BuilderFactory.LONG)))
                    .isBetween(0L, 1L);
            CommandArguments incr = Made.arguments(Command.INCR).key("a");
            assertThat(reading.executeCommandToReplica(new CommandObject<>(incr, BuilderFactory.LONG)))
                    .isEqualTo(2L);
            assertMirrored(1);
        }
    }

    @Test
    void broadcastCommand() throws ReflectiveOperationException {
        Method method = null;
        for (Method candidate : UnifiedJedis.class.getMethods()) {
            method = candidate.getName().equals("broadcastCommand") ? candidate : method;
        }
        assumeTrue(method != null, "Jedis 8 has it on RedisClusterClient only, where the surface test finds it");
        for (int i = 0; i < 20; i++) {
            jedis.set("key:" + i, "1");
        }
        try {
            method.invoke(jedis, new CommandObject<>(Made.arguments(Command.FLUSHALL), BuilderFactory.STRING));
        } catch (InvocationTargetException e) {
            assertThat(e).cause().isInstanceOf(JedisBroadcastException.class); // replicas refuse it
        }
        assertMirrored(0);
    }

    /** Found by reflection, so that a later Jedis cannot add one unseen. */
    @Test
    void everythingThatTheProviderHandsOutRecords() throws ReflectiveOperationException {
        Engine engine = dualWrite.engine();
        try (ClusterConnectionProvider provider = new RecordingProvider(
                Set.of(new HostAndPort("127.0.0.1", one.nodes().get(0).port())),
                DefaultJedisClientConfig.builder()
                        .readOnlyForRedisClusterReplicas()
                        .build(),
                null,
                new ConnectionPoolConfig(),
                null,
                engine)) {
            List<String> seen = new ArrayList<>();
            for (Method method : ClusterConnectionProvider.class.getMethods()) {
                boolean lends = Connection.class.isAssignableFrom(method.getReturnType());
                boolean pools = Map.class.isAssignableFrom(method.getReturnType());
                if (Modifier.isStatic(method.getModifiers()) || !(lends || pools)) {
                    continue;
                }
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) {
                    Class<?> type = method.getParameterTypes()[i];
                    arguments[i] = type == int.class
                            ? (Object) 1
                            : type == HostAndPort.class
                                    ? new HostAndPort(
                                            "127.0.0.1", one.nodes().get(0).port())
                                    : Made.arguments(Command.GET).key("a");
                }
                Object result = method.invoke(provider, arguments);
                if (result instanceof Connection connection) {
                    assertThat(connection).as("%s", method).isInstanceOf(RecordingConnection.class);
                    connection.close();
                } else {
                    assertThat(((Map<?, ?>) result).values())
                            .as("%s", method)
                            .allSatisfy(pool -> assertThat(pool).isInstanceOf(RecordingPool.class));
                }
                seen.add(method.getName());
            }
            assertThat(seen).contains("getConnection", "getNodes", "getConnectionFromSlot");
        }
    }
}
