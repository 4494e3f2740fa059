package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.Clusters;
import io.github.dualwrite.Facades;
import io.github.dualwrite.config.Messages;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.message.MessageStatus;
import io.github.dualwrite.testkit.LocalNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What is published through the facade is heard on a secondary that is to hear it, once and in order, and on no other. */
class ForwardedMessagesTest {

    @RegisterExtension
    static final Facades facades = new Facades();

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);

    private static void open(Messages messages) {
        Target secondary = Clusters.impatient("cluster2", facades.two());
        facades.open(secondary.replication(secondary.replication().withMessages(messages)));
        await().atMost(Clusters.SOON).until(() -> status().syncedSlots() > 0); // it has been reached
    }

    private static SecondaryStatus status() {
        return facades.dualWrite().status().get(0);
    }

    /** Everything up to the last word that a subscriber of the secondary hears. */
    private void listen(Runnable publish, String... expected) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    LocalNode node = facades.two().primaries().get(1);
                    try (Jedis client = new Jedis(
                            new HostAndPort(node.host(), node.port()),
                            DefaultJedisClientConfig.builder().build())) {
                        client.subscribe(new Listener(), "news", "other");
                    }
                },
                "listener");
        thread.start();
        assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
        publish.run();
        thread.join(20_000);
        assertThat(heard).containsExactly(expected);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void everyWayToPublishIsForwardedInOrder() throws InterruptedException {
        open(Messages.FORWARDED);
        listen(
                () -> {
                    facades.jedis().publish("news", "method");
                    facades.jedis().publish(Values.ascii("other"), Values.ascii("bytes"));
                    facades.jedis().sendCommand(Command.PUBLISH, "news", "command");
                    try (Connection connection =
                            facades.jedis().getConnectionFromSlot(JedisClusterCRC16.getSlot("{t}"))) {
                        connection.sendCommand(Command.PUBLISH, "news", "connection");
                        connection.getOne();
                        Transaction transaction = new Transaction(connection);
                        transaction.publish("news", "transaction");
                        transaction.incr("{t}count");
                        transaction.exec();
                        Transaction aborted = new Transaction(connection, false);
                        aborted.watch("{t}count");
                        facades.jedis().incr("{t}count");
                        aborted.multi();
                        aborted.publish("news", "aborted");
                        assertThat(aborted.exec()).isNull();
                    }
                    facades.jedis().publish("news", "end");
                },
                "news:method",
                "other:bytes",
                "news:command",
                "news:connection",
                "news:transaction",
                "news:end");
        await().atMost(Clusters.SOON) // a message is heard before its reply is
                .until(() -> new MessageStatus(6, 0).equals(status().messages()));
        facades.assertEqual();
    }

    @Test
    void manyMessagesKeepTheirOrder() throws InterruptedException {
        open(Messages.FORWARDED);
        String[] expected = new String[1_001];
        for (int i = 0; i < 1_000; i++) {
            expected[i] = "news:" + i;
        }
        expected[1_000] = "news:end";
        listen(
                () -> {
                    for (int i = 0; i < 1_000; i++) {
                        facades.jedis().publish("news", String.valueOf(i));
                    }
                    facades.jedis().publish("news", "end");
                },
                expected);
    }

    @Test
    void shardMessagesGoToTheNodeOfTheirChannel() throws InterruptedException {
        assumeTrue(facades.one().server().atLeast(7, 0));
        open(Messages.FORWARDED);
        try (JedisCluster client = new JedisCluster(
                new HostAndPort("127.0.0.1", facades.two().nodes().get(0).port()))) {
            Thread thread = new Thread(() -> client.ssubscribe(new ShardListener(), "shard"), "listener");
            thread.start();
            assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
            facades.jedis().spublish("shard", "first");
            facades.jedis().spublish("shard", "end");
            thread.join(20_000);
            assertThat(heard).containsExactly("shard:first", "shard:end");
        }
    }

    @Test
    void whereMessagesAreIgnoredNobodyHearsThem() throws InterruptedException {
        open(Messages.IGNORED);
        listen(
                () -> {
                    facades.jedis().publish("news", "not here");
                    assertThat(facades.dualWrite().engine().drain(Clusters.SOON))
                            .isTrue();
                    facades.two().primaries().get(0).command("PUBLISH", "news", "end");
                },
                "news:end");
        assertThat(status().messages()).isNull();
    }

    @Test
    void whatCannotBePublishedIsDroppedAndCounted() {
        open(Messages.FORWARDED);
        facades.two().primaries().forEach(node -> node.command("ACL", "SETUSER", "default", "-publish"));
        try {
            facades.jedis().publish("news", "to nobody");
            await().atMost(Clusters.SOON).until(() -> new MessageStatus(0, 1).equals(status().messages()));
        } finally {
            facades.two().primaries().forEach(node -> node.command("ACL", "SETUSER", "default", "+publish"));
        }
    }

    private final class Listener extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int channels) {
            if (channels == 2) {
                subscribed.countDown();
            }
        }

        @Override
        public void onMessage(String channel, String message) {
            heard.add(channel + ":" + message);
            if (message.equals("end")) {
                unsubscribe();
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
            if (message.equals("end")) {
                sunsubscribe();
            }
        }
    }
}
