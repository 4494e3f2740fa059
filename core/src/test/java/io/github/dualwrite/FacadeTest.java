package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** Calling code that knows only Jedis, run on a plain client and on the facade: the same answers, and every cluster has the data. */
class FacadeTest {

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster one;
    private LocalCluster two;

    @BeforeEach
    void clusters() {
        one = facades.one();
        two = facades.two();
    }

    private DualWrite dualWrite() {
        return accounts.watch(DualWrite.builder()
                .primary(Target.cluster("cluster1", one.seeds()))
                .secondary(Clusters.impatient("cluster2", two))
                .build());
    }

    /** Unchanged calling code: it has no idea what it is given. */
    private static List<Object> application(JedisCluster jedis) {
        List<Object> answers = new ArrayList<>();
        answers.add(jedis.set("string", "value"));
        answers.add(jedis.set("string", "other", SetParams.setParams().nx()));
        answers.add(jedis.get("string"));
        answers.add(jedis.setex("session", 100, "s"));
        answers.add(jedis.incrBy("counter", 5));
        answers.add(jedis.append("string", "!"));
        answers.add(jedis.hset("hash", Map.of("a", "1", "b", "2")));
        answers.add(jedis.hincrBy("hash", "a", 3));
        answers.add(jedis.hdel("hash", "b"));
        answers.add(jedis.rpush("list", "1", "2", "3"));
        answers.add(jedis.lpop("list"));
        answers.add(jedis.sadd("set", "only"));
        answers.add(jedis.spop("set"));
        answers.add(jedis.zadd("zset", 1.5, "m"));
        answers.add(jedis.zincrby("zset", 0.1, "m"));
        answers.add(jedis.mset("{t}1", "a", "{t}2", "b"));
        answers.add(jedis.rename("{t}1", "{t}3"));
        answers.add(jedis.expire("hash", 500));
        answers.add(jedis.del("counter"));
        answers.add(jedis.eval("return redis.call('incr', KEYS[1])", 1, "by-script"));
        answers.add(jedis.exists("string"));
        try {
            jedis.lpush("string", "x");
            answers.add("no error");
        } catch (JedisDataException e) {
            answers.add(e.getClass().getName() + e.getMessage());
        }
        return answers;
    }

    @Test
    void unchangedCodeGetsTheSameAnswersAndEveryClusterGetsTheData() {
        List<Object> plain;
        try (JedisCluster jedis = new JedisCluster(
                Set.of(new HostAndPort("127.0.0.1", one.nodes().get(0).port())))) {
            plain = application(jedis);
        }
        one.flushAll();
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(application(jedis)).isEqualTo(plain);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    @Test
    void theJedisUnderTestIsTheOneThatWasAskedFor() {
        String wanted = System.getProperty("dualwrite.test.jedis");
        if (wanted != null) {
            assertThat(JedisCluster.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .endsWith("jedis-" + wanted + ".jar");
        }
    }

    @Test
    void pipelinesAreMirroredInOrder() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            List<Response<Long>> lengths = new ArrayList<>();
            try (ClusterPipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < 2_000; i++) {
                    lengths.add(pipeline.rpush("list:" + i % 20, "e" + i));
                    pipeline.set("key:" + i, "v");
                }
                pipeline.sync();
            }
            assertThat(lengths.get(1_999).get()).isEqualTo(100);
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    @Test
    void connectionsAndPoolsTakenFromTheFacadeRecord() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            try (Connection connection = jedis.getConnectionFromSlot(12182)) {
                connection.sendCommand(Protocol.Command.SET, "foo", "bar"); // slot 12182
                assertThat(connection.getStatusCodeReply()).isEqualTo("OK");
                connection.sendCommand(Protocol.Command.MULTI);
                connection.getStatusCodeReply();
                connection.sendCommand(Protocol.Command.APPEND, "foo", "!");
                connection.getStatusCodeReply();
                connection.sendCommand(Protocol.Command.SET, "{foo}2", "x");
                connection.getStatusCodeReply();
                connection.sendCommand(Protocol.Command.EXEC);
                assertThat(connection.getObjectMultiBulkReply()).hasSize(2);
            }
            Map<String, ConnectionPool> nodes = jedis.getClusterNodes();
            assertThat(nodes).hasSize(2);
            for (ConnectionPool pool : nodes.values()) {
                try (Connection connection = pool.getResource()) {
                    connection.sendCommand(Protocol.Command.SCRIPT, "LOAD", "return 1");
                    assertThat(connection.getBulkReply()).hasSize(40);
                }
            }
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    @Test
    void aNewerClientTypeWritesToEveryClusterToo() {
        assumeTrue(
                !"7.0.0".equals(System.getProperty("dualwrite.test.jedis")), "Jedis has RedisClusterClient since 7.2");
        try (DualWrite dualWrite = dualWrite();
                RedisClusterClient client = dualWrite.jedis().redisClusterClient()) {
            for (int i = 0; i < 50; i++) {
                client.set("key:" + i, "v" + i);
            }
            client.del("key:1");
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    @Test
    void flushingEmptiesEveryCluster() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            for (int i = 0; i < 500; i++) {
                jedis.set("key:" + i, "v");
            }
            jedis.flushAll();
            jedis.set("after", "1");
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(DataSet.of(two).size()).isEqualTo(1);
        }
    }

    @Test
    void suppressedRepliesAreRefused() {
        try (DualWrite dualWrite = dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster();
                Connection connection = jedis.getConnectionFromSlot(0)) {
            assertThatThrownBy(() -> connection.sendCommand(Protocol.Command.CLIENT, "REPLY", "OFF"))
                    .hasMessageContaining("command CLIENT REPLY: refused");
        }
    }
}
