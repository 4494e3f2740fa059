package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Messages;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.Await;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;

/** A client that knows nothing of clusters talks to the listener, and every cluster has what it wrote. */
class ListenerTest {

    private static LocalCluster one;
    private static LocalCluster two;
    private static Listener listener;

    @BeforeAll
    static void start() throws IOException {
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").primaries(3).replicas(0).start();
        listener = Listener.start(ListenerConfig.of(
                new Endpoint("127.0.0.1", 0),
                DualWriteConfig.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(hearing(Target.cluster("cluster2", two.seeds())))
                        .build()));
        assertThat(Await.until(
                        Duration.ofSeconds(10),
                        () -> !listener.engine()
                                .primary()
                                .topology()
                                .map()
                                .primaries()
                                .isEmpty()))
                .isTrue();
    }

    private static Target hearing(Target target) {
        return target.replication(target.replication().withMessages(Messages.FORWARDED));
    }

    @AfterAll
    static void stop() {
        listener.close();
        one.close();
        two.close();
    }

    @BeforeEach
    void empty() {
        try (Jedis jedis = client()) {
            jedis.flushAll();
        }
        assertEqual();
    }

    private static Jedis client() {
        return new Jedis("127.0.0.1", listener.port());
    }

    private static void assertEqual() {
        assertThat(Await.until(
                        Duration.ofSeconds(30),
                        () -> listener.status().stream().allMatch(SecondaryStatus::isInAgreement)))
                .as("%s", listener.status())
                .isTrue();
        assertThat(DataSet.of(one).differences(DataSet.of(two), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void oneWriteReachesEveryCluster() {
        try (Jedis jedis = client()) {
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            assertThat(jedis.get("a")).isEqualTo("1");
            assertEqual();
            assertThat(two.primaryOf(15495).text("GET", "a")).isEqualTo("1"); // the slot of a
        }
    }

    @Test
    void messagesReachTheSubscribersOfASecondaryThatIsToHearThem() throws InterruptedException {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch subscribed = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try (Jedis there =
                            new Jedis("127.0.0.1", two.primaries().get(2).port())) {
                        there.subscribe(
                                new JedisPubSub() {
                                    @Override
                                    public void onSubscribe(String channel, int channels) {
                                        subscribed.countDown();
                                    }

                                    @Override
                                    public void onMessage(String channel, String message) {
                                        heard.add(message);
                                        if (message.equals("last")) {
                                            unsubscribe();
                                        }
                                    }
                                },
                                "news");
                    }
                },
                "subscriber");
        thread.start();
        assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
        try (Jedis jedis = client()) {
            jedis.publish("news", "first");
            Transaction transaction = jedis.multi();
            transaction.set("a", "1");
            transaction.publish("news", "in a transaction");
            transaction.exec();
            jedis.publish("news", "last");
        }
        thread.join(20_000);
        assertThat(heard).containsExactly("first", "in a transaction", "last");
        assertEqual();
    }

    @Test
    void repliesComeInTheOrderOfTheCommands() {
        try (Jedis jedis = client()) {
            Pipeline pipeline = jedis.pipelined();
            List<Response<Long>> lengths = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) {
                lengths.add(pipeline.rpush("list:" + i % 60, "e" + i));
            }
            pipeline.sync();
            for (int i = 0; i < 6_000; i++) {
                assertThat(lengths.get(i).get()).isEqualTo(i / 60 + 1);
            }
            assertEqual();
        }
    }

    @Test
    void commandsOverSeveralSlotsAreSplitAndAnsweredAsOne() {
        try (Jedis jedis = client()) {
            assertThat(jedis.mset("x", "1", "y", "2", "z", "3")).isEqualTo("OK");
            assertThat(jedis.mget("z", "missing", "x", "y")).containsExactly("3", null, "1", "2");
            assertThat(jedis.exists("x", "y", "nothing")).isEqualTo(2);
            assertThat(jedis.del("x", "y", "nothing")).isEqualTo(2);
            assertThat(jedis.dbSize()).isEqualTo(1);
            assertEqual();
        }
    }

    @Test
    void scanWalksOverAllNodes() {
        try (Jedis jedis = client()) {
            for (int i = 0; i < 300; i++) {
                jedis.set("key:" + i, "v");
            }
            List<String> keys = new ArrayList<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                var page = jedis.scan(cursor, new ScanParams().count(50));
                keys.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(keys).hasSize(300).doesNotHaveDuplicates();
            assertThat(jedis.keys("key:1*")).hasSize(111);
        }
    }

    @Test
    void transactionsReachTheSecondaryAsOne() {
        try (Jedis jedis = client()) {
            Transaction transaction = jedis.multi();
            transaction.set("{t}a", "1");
            transaction.incr("{t}counter");
            transaction.rpush("{t}list", "x", "y");
            assertThat(transaction.exec()).hasSize(3);
            Transaction spanning = jedis.multi();
            spanning.set("x", "1");
            spanning.set("y", "1");
            assertThatThrownBy(spanning::exec)
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("EXECABORT");
            assertEqual();
        }
    }

    @Test
    void whatIsNotSupportedIsSaidAndNothingIsSent() {
        try (Connection connection = new Connection(new HostAndPort("127.0.0.1", listener.port()))) {
            for (String[] command : List.of(
                    new String[] {"MONITOR"},
                    new String[] {"CONFIG", "SET", "maxmemory", "1"},
                    new String[] {"CLUSTER", "SLOTS"},
                    new String[] {"CLIENT", "TRACKING", "ON"},
                    new String[] {"SELECT", "1"},
                    new String[] {"MIGRATE", "host", "1", "key", "0", "10"})) {
                connection.sendCommand(
                        () -> command[0].getBytes(StandardCharsets.US_ASCII),
                        java.util.Arrays.copyOfRange(command, 1, command.length));
                assertThatThrownBy(connection::getOne)
                        .isInstanceOf(JedisDataException.class)
                        .hasMessageContaining("dualwrite");
            }
            assertThat(connection.ping()).isTrue();
        }
    }

    @Test
    void aMovedSlotIsFollowed() {
        LocalNode source = one.primaryOf(12182);
        LocalNode target = one.primaries().stream()
                .filter(node -> node != source)
                .findFirst()
                .orElseThrow();
        try (Jedis jedis = client()) {
            jedis.set("foo", "1"); // slot 12182
            one.moveSlots(12182, 12182, source, target);
            assertThat(jedis.incr("foo")).isEqualTo(2);
            one.moveSlots(12182, 12182, target, source);
            assertThat(jedis.incr("foo")).isEqualTo(3);
            assertEqual();
        }
    }

    @Test
    void aNodeThatDiesIsAnErrorAndComesBack() {
        LocalNode node = one.primaryOf(12182);
        try (Jedis jedis = client()) {
            jedis.set("foo", "1");
            node.command("SAVE");
            node.kill();
            assertThatThrownBy(() -> jedis.set("foo", "2")).hasMessageContaining("dualwrite:");
            node.restart();
            one.awaitOk();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> jedis.set("foo", "3").equals("OK"));
            assertEqual();
        }
    }

    @Test
    void theGuidesCommandsWork() throws IOException, InterruptedException {
        Path cli = onPath("valkey-cli");
        Path benchmark = onPath("valkey-benchmark");
        assumeTrue(cli != null && benchmark != null, "valkey-cli and valkey-benchmark are not on the PATH");
        String port = Integer.toString(listener.port());
        assertThat(run(String.valueOf(cli), "-h", "localhost", "-p", port, "SET", "a", "1"))
                .isEqualTo("OK\n");
        assertThat(run(String.valueOf(cli), "-p", port, "GET", "a")).isEqualTo("1\n");
        String report = run(
                String.valueOf(benchmark),
                "-p",
                port,
                "-n",
                "10000",
                "-r",
                "10000",
                "-d",
                "10",
                "-t",
                "get,set",
                "--csv");
        assertThat(report).contains("\"SET\",").contains("\"GET\",");
        assertEqual();
        assertThat(one.size()).isGreaterThan(5_000);
    }

    private static @org.jspecify.annotations.Nullable Path onPath(String program) {
        return Stream.of(Map.copyOf(System.getenv()).getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
