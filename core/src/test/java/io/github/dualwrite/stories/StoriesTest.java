package io.github.dualwrite.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.SyncMode;
import io.github.dualwrite.config.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.GeoCoordinate;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.args.GeoUnit;
import redis.clients.jedis.params.GeoRadiusParam;
import redis.clients.jedis.params.GeoRadiusStoreParam;
import redis.clients.jedis.params.SortingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.ZParams;

/** Failure stories that no other test tells under a name of its own; docs/failure-stories.md says which test holds each of them. */
class StoriesTest {

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @BeforeEach
    void empty() {
        scene.empty();
    }

    /** Others sent these to one cluster alone, since they look like reads. */
    @Test
    void writesThatWereThoughtToBeReads() {
        try (DualWrite dualWrite = scene.dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            jedis.rpush("{s}list", "3", "1", "2");
            jedis.ltrim("{s}list", 0, 1);
            jedis.sort("{s}list", new SortingParams(), "{s}sorted");
            jedis.zadd("{s}scores", Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
            jedis.zpopmin("{s}scores");
            jedis.zpopmax("{s}scores");
            jedis.sadd("{s}one", "a", "b");
            jedis.sadd("{s}two", "b", "c");
            jedis.sunionstore("{s}union", "{s}one", "{s}two");
            jedis.zinterstore("{s}inter", new ZParams(), "{s}scores", "{s}one");
            jedis.zunionstore("{s}zunion", new ZParams(), "{s}scores", "{s}one");
            jedis.geoadd("{s}geo", Map.of("palermo", new GeoCoordinate(13.36, 38.11)));
            jedis.georadiusStore(
                    "{s}geo",
                    15,
                    37,
                    200,
                    GeoUnit.KM,
                    GeoRadiusParam.geoRadiusParam(),
                    GeoRadiusStoreParam.geoRadiusStoreParam().store("{s}near"));
            jedis.xadd("{s}stream", new StreamEntryID(1, 1), Map.of("f", "v"));
            jedis.xgroupCreate("{s}stream", "group", new StreamEntryID(0, 0), false);
            jedis.xreadGroup(
                    "group",
                    "consumer",
                    XReadGroupParams.xReadGroupParams().count(1),
                    Map.of("{s}stream", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
            Scene.settle(dualWrite);
            assertThat(scene.differing()).isZero();
            assertThat(scene.second.nodes().get(0).text("XPENDING", "{s}stream", "group"))
                    .startsWith("[1,");
        }
    }

    /** A counter of 100 must not be 1 on the cluster that has never seen it. */
    @Test
    void countersFromZero() {
        scene.first.nodes().get(0).command("SET", "counter", "100");
        Target second = Target.cluster("second", scene.second.seeds());
        try (DualWrite dualWrite = DualWrite.builder()
                        .primary(Target.cluster("first", scene.first.seeds()))
                        .secondary(second.replication(second.replication().withSync(SyncMode.MANUAL)))
                        .build();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            assertThat(jedis.incr("counter")).isEqualTo(101);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(scene.second.nodes().get(0).text("GET", "counter"))
                            .isEqualTo("101"));
        }
    }

    /** What answers nonsense, or nothing at all, is a secondary's trouble and nobody else's. */
    @Test
    void aMirrorThatAnswersNonsenseIsNotFelt() throws IOException {
        try (ServerSocket nonsense = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answer(nonsense), "nonsense");
            answers.setDaemon(true);
            answers.start();
            try (DualWrite dualWrite = DualWrite.builder()
                            .primary(Target.cluster("first", scene.first.seeds()))
                            .secondary(Target.standalone("second", "127.0.0.1:" + nonsense.getLocalPort())
                                    .timeouts(Duration.ofMillis(200), Duration.ofMillis(200)))
                            .drainTimeout(Duration.ZERO)
                            .build();
                    JedisCluster jedis = dualWrite.jedisCluster()) {
                for (int i = 0; i < 200; i++) {
                    assertThat(jedis.incr("counter")).isEqualTo(i + 1);
                }
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> dualWrite.status().get(0).trouble() != null);
                assertThat(dualWrite.status().get(0).isInAgreement()).isFalse();
                assertThat(dualWrite.status().get(0).account().isBalanced()).isTrue();
            }
        }
    }

    private static void answer(ServerSocket nonsense) {
        while (!nonsense.isClosed()) {
            try (Socket client = nonsense.accept()) {
                client.getOutputStream().write("HTTP/1.1 418\r\n$-7\r\n*99\r\n".getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
                client.getInputStream().read();
            } catch (IOException e) {
                if (!nonsense.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
