package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import io.github.dualwrite.testkit.LocalCluster;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;

/** What is published on the primary, through the facade or by anybody else, reaches who subscribed through the facade; secondaries hear nothing. */
class MessagesTest {

    @RegisterExtension
    static final Facades facades = new Facades();

    private LocalCluster one;
    private LocalCluster two;
    private DualWrite dualWrite;
    private JedisCluster jedis;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);

    @BeforeEach
    void open() {
        one = facades.one();
        two = facades.two();
        dualWrite = facades.dualWrite();
        jedis = facades.jedis();
    }

    @Test
    void subscribe() throws InterruptedException {
        Listener listener = new Listener();
        receive(() -> jedis.subscribe(listener, "news"), this::publishNews, "news:one", "news:two");
    }

    @Test
    void psubscribe() throws InterruptedException {
        Listener listener = new Listener();
        receive(() -> jedis.psubscribe(listener, "ne*"), this::publishNews, "ne*>news:one", "ne*>news:two");
    }

    @Test
    void ssubscribe() throws InterruptedException {
        assumeTrue(one.server().atLeast(7, 0));
        ShardListener listener = new ShardListener();
        receive(
                () -> jedis.ssubscribe(listener, "shard"),
                () -> {
                    jedis.spublish("shard", "one");
                    plain(client -> client.spublish("shard", "two"));
                },
                "shard:one",
                "shard:two");
    }

    private void publishNews() {
        jedis.publish("news", "one");
        plain(client -> client.publish("news", "two"));
    }

    private void plain(Consumer<JedisCluster> action) {
        try (JedisCluster client =
                new JedisCluster(new HostAndPort("127.0.0.1", one.nodes().get(0).port()))) {
            action.accept(client);
        }
    }

    /** While it listens, writes through the same client are mirrored; afterwards its connection is an ordinary one again. */
    private void receive(Runnable subscription, Runnable publish, String... expected) throws InterruptedException {
        Thread thread = new Thread(subscription, "listener");
        thread.start();
        assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
        publish.run();
        jedis.incr("counter");
        await().atMost(Clusters.SOON).until(() -> heard.size() >= expected.length);
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(heard).containsExactly(expected);
        for (int i = 0; i < 20; i++) {
            jedis.incr("counter:" + i);
        }
        Clusters.assertEqual(dualWrite, one, two);
    }

    private final class Listener extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int channels) {
            subscribed.countDown();
        }

        @Override
        public void onPSubscribe(String pattern, int channels) {
            subscribed.countDown();
        }

        @Override
        public void onMessage(String channel, String message) {
            heard.add(channel + ":" + message);
            if (message.equals("two")) {
                unsubscribe();
            }
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            heard.add(pattern + ">" + channel + ":" + message);
            if (message.equals("two")) {
                punsubscribe();
            }
        }
    }

    private final class ShardListener extends JedisShardedPubSub {
        @Override
        public void onSSubscribe(String channel, int channels) {
            subscribed.countDown();
        }

        @Override
        public void onSMessage(String channel, String message) {
            heard.add(channel + ":" + message);
            if (message.equals("two")) {
                sunsubscribe();
            }
        }
    }
}
