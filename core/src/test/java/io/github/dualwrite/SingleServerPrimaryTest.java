package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.jedis.SingleServer;
import io.github.dualwrite.metrics.Metric;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;

/** The way from a single server to a cluster: what a cluster would refuse is mirrored all the same, and counted. */
class SingleServerPrimaryTest {

    private static LocalCluster one;
    private static LocalCluster two;

    private DualWrite dualWrite;
    private UnifiedJedis jedis;

    @BeforeAll
    static void start() {
        one = LocalCluster.builder().name("single").standalone().start();
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
                .primary(Target.standalone("single", one.seeds()[0]))
                .secondary(Clusters.impatient("cluster2", two))
                .build();
        jedis = SingleServer.client(dualWrite);
    }

    @AfterEach
    void close() {
        jedis.close();
        dualWrite.close();
    }

    private Map<String, Long> crossSlots() {
        return dualWrite.status().get(0).account().crossSlots();
    }

    /** Seen to fail with the keys of reads left out. */
    @Test
    void whatAClusterWouldRefuseIsMirroredAndCounted() {
        jedis.mset("a", "1", "b", "2", "c", "3");
        jedis.sadd("s1", "x", "y");
        jedis.sadd("s2", "y", "z");
        jedis.sunionstore("s3", "s1", "s2");
        jedis.rename("a", "d");
        assertThat(jedis.mget("b", "c")).containsExactly("2", "3");
        try (AbstractTransaction transaction = jedis.multi()) {
            transaction.incr("n1");
            transaction.incr("n2");
            transaction.exec();
        }
        jedis.del("c", "s1");
        assertThat(crossSlots())
                .isEqualTo(Map.of("MSET", 1L, "SUNIONSTORE", 1L, "RENAME", 1L, "MGET", 1L, "EXEC", 1L, "DEL", 1L));
        assertThat(Metric.CROSS_SLOTS.of(dualWrite.status().get(0))).isEqualTo(6);
        Clusters.assertEqual(dualWrite, one, two);
        assertThat(one.size()).isEqualTo(6);
    }

    @Test
    void whatAClusterTakesIsNotCounted() {
        jedis.set("a", "1");
        jedis.mset("{t}a", "1", "{t}b", "2");
        jedis.rename("{t}a", "{t}c");
        try (AbstractTransaction transaction = jedis.multi()) {
            transaction.incr("{t}n1");
            transaction.incr("{t}n2");
            transaction.exec();
        }
        assertThat(crossSlots()).isEmpty();
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void itIsLoggedOncePerCommand() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.dualwrite.engine.CrossSlots");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            for (int i = 0; i < 3; i++) {
                jedis.mset("a", "1", "b", "2");
                jedis.mget("a", "b");
            }
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(0).getFormattedMessage())
                .startsWith("cluster2: MSET with keys of several slots: the primary, a single server, takes it");
        assertThat(crossSlots()).isEqualTo(Map.of("MSET", 3L, "MGET", 3L));
    }

    @Test
    void anotherDatabaseIsRefusedHoweverItIsChosen() {
        try (Connection connection = SingleServer.connection(jedis)) {
            assertThatThrownBy(() -> connection.select(1))
                    .isInstanceOf(RefusedCommandException.class)
                    .hasMessageContaining("command SELECT: refused (expected: database 0");
            Jedis byHand = new Jedis(connection);
            assertThatThrownBy(() -> byHand.select(2)).isInstanceOf(RefusedCommandException.class);
            assertThatThrownBy(() -> byHand.swapDB(0, 1)).isInstanceOf(RefusedCommandException.class);
            assertThatThrownBy(() -> byHand.move("a", 1)).isInstanceOf(RefusedCommandException.class);
            assertThat(byHand.select(0)).isEqualTo("OK");
        }
        assertThatThrownBy(() -> SingleServer.client(dualWrite, settings -> settings.database(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("database: 3 (expected: 0, the only one that is mirrored)");
    }

    @Test
    void aClustersClientOfASingleServerIsRefused() {
        assertThatThrownBy(() -> dualWrite.jedisCluster(DefaultJedisClientConfig.Builder::build))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("single.topology: STANDALONE (expected: redisClient or jedisPooled for a single server)");
    }
}
