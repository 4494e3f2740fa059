package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.jedis.Surface.Borrow;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Every public method that an application can call, found by reflection, is called with arguments made for it: on a plain client of its own cluster
 * and on the facade. The caller's outcome is the same, and afterwards the secondary equals the primary. A method for which no arguments are found
 * that the server accepts, and which is in no table, fails the build.
 */
class SurfaceTest {

    /** So many are answered by the oldest server. */
    private static final int MOST = 500;

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster alone;
    private JedisCluster plain;
    private DualWrite dualWrite;
    private JedisCluster facade;

    @BeforeEach
    void open() {
        alone = facades.alone();
        dualWrite = facades.dualWrite();
        facade = facades.jedis();
        plain = new JedisCluster(
                new HostAndPort("127.0.0.1", alone.nodes().get(0).port()));
        Scripted.prepare(alone);
        Scripted.prepare(facades.one());
    }

    @AfterEach
    void close() {
        plain.close();
    }

    @Test
    void everyMethodOfJedisCluster() {
        check(
                "j",
                JedisCluster.class,
                600,
                (onFacade, method, arguments, tag) -> Outcome.of(onFacade ? facade : plain, method, arguments));
    }

    @Test
    void everyMethodOfJedisClusterOverTheNewerProtocol() {
        try (JedisCluster newerPlain = new JedisCluster(
                        Set.of(new HostAndPort("127.0.0.1", alone.nodes().get(0).port())),
                        DefaultJedisClientConfig.builder()
                                .protocol(RedisProtocol.RESP3)
                                .build());
                JedisCluster newerFacade = dualWrite.jedisCluster(settings -> settings.protocol(RedisProtocol.RESP3))) {
            check(
                    "n",
                    JedisCluster.class,
                    MOST,
                    (onFacade, method, arguments, tag) ->
                            Outcome.of(onFacade ? newerFacade : newerPlain, method, arguments));
        }
    }

    @Test
    void everyMethodOfTheNewerClient() {
        assumeTrue(hasNewerClient());
        try (UnifiedJedis newerPlain = NewerClient.plain(alone.nodes().get(0).port());
                UnifiedJedis newerFacade = NewerClient.facade(dualWrite)) {
            check(
                    "r",
                    newerPlain.getClass(),
                    600,
                    (onFacade, method, arguments, tag) ->
                            Outcome.of(onFacade ? newerFacade : newerPlain, method, arguments));
        }
    }

    @Test
    void everyMethodOfAPipeline() {
        check("p", ClusterPipeline.class, MOST, (onFacade, method, arguments, tag) -> {
            try (ClusterPipeline pipeline = (onFacade ? facade : plain).pipelined()) {
                Object response = Outcome.raw(pipeline, method, arguments);
                pipeline.sync();
                return Outcome.response(response);
            } catch (RuntimeException e) {
                return Outcome.failure(e);
            }
        });
    }

    @Test
    void everyMethodOfATransactionOnANodesConnection() {
        check("t", Transaction.class, MOST, (onFacade, method, arguments, tag) -> {
            int slot = JedisClusterCRC16.getSlot(tag);
            try (Connection connection = (onFacade ? facade : plain).getConnectionFromSlot(slot);
                    Transaction transaction = new Transaction(connection)) {
                Object response = Outcome.raw(transaction, method, arguments);
                transaction.exec();
                return Outcome.response(response);
            } catch (RuntimeException e) {
                return Outcome.failure(e);
            }
        });
    }

    private static boolean hasNewerClient() {
        try {
            Class.forName("redis.clients.jedis.RedisClusterClient");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private void check(String prefix, Class<?> type, int mostlyAnswered, Surface.Caller caller) {
        Map<String, List<String>> problems = new TreeMap<>();
        int answered =
                new Surface(prefix, type, Borrow.from(plain), Borrow.from(facade), caller).callEverything(problems);
        assertThat(problems).isEmpty();
        assertThat(answered).isGreaterThan(mostlyAnswered);
        facades.assertEqual();
    }
}
