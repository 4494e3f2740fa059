package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.jedis.Surface.Borrow;
import io.github.dualwrite.jedis.Surface.Caller;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.UnifiedJedis;

/**
 * The primary is a single server, the secondary a cluster. Every public method of the clients for a single server, found by reflection, and random
 * sequences of calls: the same outcomes as without Dualwrite, and afterwards the secondary equals the primary.
 */
class SingleServerSurfaceTest {

    private static LocalCluster alone;
    private static LocalCluster one;
    private static LocalCluster two;

    private DualWrite dualWrite;

    @BeforeAll
    static void start() {
        alone = LocalCluster.builder().name("alone").standalone().start();
        one = LocalCluster.builder().name("single").standalone().start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
    }

    @AfterAll
    static void stop() {
        alone.close();
        one.close();
        two.close();
    }

    @BeforeEach
    void open() {
        alone.flushAll();
        one.flushAll();
        two.flushAll();
        dualWrite = DualWrite.builder()
                .primary(Target.standalone("single", one.seeds()[0]))
                .secondary(Clusters.impatient("cluster2", two))
                .build();
        Scripted.prepare(alone);
        Scripted.prepare(one);
    }

    @AfterEach
    void close() {
        dualWrite.close();
    }

    @Test
    void everyMethod() {
        SingleServerClients clients = SingleServerClients.any();
        try (UnifiedJedis plain = plain(clients);
                UnifiedJedis facade = clients.facade(dualWrite)) {
            check(
                    "s",
                    facade.getClass(),
                    clients,
                    plain,
                    facade,
                    (onFacade, method, arguments, tag) -> Outcome.of(onFacade ? facade : plain, method, arguments));
        }
    }

    @Test
    void everyMethodOfAPipeline() {
        SingleServerClients clients = SingleServerClients.any();
        try (UnifiedJedis plain = plain(clients);
                UnifiedJedis facade = clients.facade(dualWrite)) {
            check("u", Pipeline.class, clients, plain, facade, (onFacade, method, arguments, tag) -> {
                try (Pipeline pipeline = clients.pipelined(onFacade ? facade : plain)) {
                    Object response = Outcome.raw(pipeline, method, arguments);
                    pipeline.sync();
                    return Outcome.response(response);
                } catch (RuntimeException e) {
                    return Outcome.failure(e);
                }
            });
        }
    }

    @Test
    void everyMethodOfATransaction() {
        SingleServerClients clients = SingleServerClients.any();
        try (UnifiedJedis plain = plain(clients);
                UnifiedJedis facade = clients.facade(dualWrite)) {
            check("v", Transaction.class, clients, plain, facade, (onFacade, method, arguments, tag) -> {
                try (AbstractTransaction transaction = (onFacade ? facade : plain).multi()) {
                    Object response = Outcome.raw(transaction, method, arguments);
                    transaction.exec();
                    return Outcome.response(response);
                } catch (RuntimeException e) {
                    return Outcome.failure(e);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameCallsHaveTheSameOutcomes(SingleServerClients clients) {
        assumeTrue(clients.type() != null);
        long seed = Long.getLong("dualwrite.seed", 20_261_128) + clients.ordinal();
        try (UnifiedJedis plain = plain(clients);
                UnifiedJedis facade = clients.facade(dualWrite)) {
            int answered = new Twin(facade.getClass(), nodes(clients, plain), nodes(clients, facade))
                    .call(seed, plain, facade);
            assertThat(answered).as("answered, seed %d", seed).isGreaterThan(Twin.CALLS / 4);
        }
        Clusters.assertEqual(dualWrite, one, two);
    }

    private static UnifiedJedis plain(SingleServerClients clients) {
        return clients.plain(alone.nodes().get(0).port());
    }

    private static Borrow nodes(SingleServerClients clients, UnifiedJedis client) {
        return tag -> {
            Connection connection = clients.pool(client).getResource();
            // words that a method took for keys: on a single server they need not share the tag's slot
            connection.executeCommand(
                    new CommandArguments(Protocol.Command.UNLINK).addObjects("a", "b", "c", "1", "2", "3", "g"));
            return connection;
        };
    }

    private void check(
            String prefix,
            Class<?> type,
            SingleServerClients clients,
            UnifiedJedis plain,
            UnifiedJedis facade,
            Caller caller) {
        Map<String, List<String>> problems = new TreeMap<>();
        int answered = new Surface(prefix, type, nodes(clients, plain), nodes(clients, facade), caller)
                .callEverything(problems);
        assertThat(problems).isEmpty();
        assertThat(answered).isGreaterThan(500);
        Clusters.assertEqual(dualWrite, one, two);
    }

    @Test
    void aConnectionTakenFromThePoolRecords() {
        SingleServerClients clients = SingleServerClients.any();
        try (UnifiedJedis facade = clients.facade(dualWrite)) {
            Surface.fixture(nodes(clients, facade), "t");
        }
        assertThat(one.size()).isPositive();
        Clusters.assertEqual(dualWrite, one, two);
    }
}
