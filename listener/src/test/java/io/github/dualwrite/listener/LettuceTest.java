package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.listener.config.ClusterMode;
import io.github.dualwrite.listener.config.Serving;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce as it is, plain and in cluster mode, in both versions of the protocol. */
class LettuceTest {

    @RegisterExtension
    static final Pair pair = new Pair(Serving.ofDefaults());

    private static RedisURI uri(Listener listener) {
        return RedisURI.create("127.0.0.1", listener.port());
    }

    @ParameterizedTest
    @EnumSource
    void aPlainClient(ProtocolVersion version) throws InterruptedException {
        RedisClient client = RedisClient.create(uri(pair.listener()));
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        try (client;
                StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            redis.flushall();
            assertThat(redis.set("{l}k", "1")).isEqualTo("OK");
            assertThat(redis.incr("{l}k")).isEqualTo(2);
            assertThat(redis.mget("{l}k", "other"))
                    .containsExactly(KeyValue.just("{l}k", "2"), KeyValue.empty("other"));
            redis.hset("h", Map.of("a", "1", "b", "2"));
            assertThat(redis.hgetall("h")).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
            redis.watch("{l}k");
            redis.multi();
            redis.incr("{l}k");
            redis.rpush("{l}list", "x", "y");
            TransactionResult result = redis.exec();
            assertThat(List.<Object>of(result.get(0), result.get(1))).containsExactly(3L, 2L);
            assertThat(redis.blpop(5, "{l}list")).isEqualTo(KeyValue.just("{l}list", "x"));
            assertThatThrownBy(() -> redis.lpush("{l}k", "x"))
                    .isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageContaining("WRONGTYPE");
            messages(client, redis);
        }
        pair.assertEqual();
    }

    private static void messages(RedisClient client, RedisCommands<String, String> redis) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub()) {
            subscriber.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.add(message);
                }
            });
            subscriber.sync().subscribe("news");
            redis.publish("news", "hello");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void aClusterClientSeesTheListenerAlone() throws IOException {
        try (Listener listener = pair.listen(
                        pair.primary(), Serving.ofDefaults().withClusterMode(ClusterMode.EMULATED), Transport.best());
                RedisClusterClient client = RedisClusterClient.create(uri(listener));
                StatefulRedisClusterConnection<String, String> connection = client.connect()) {
            RedisAdvancedClusterCommands<String, String> redis = connection.sync();
            for (int i = 0; i < 100; i++) {
                redis.set("cluster:" + i, "v" + i);
            }
            assertThat(redis.mget("cluster:1", "cluster:2"))
                    .containsExactly(KeyValue.just("cluster:1", "v1"), KeyValue.just("cluster:2", "v2"));
            assertThat(connection.getPartitions()).hasSize(1);
            assertThat(connection.getPartitions().getPartition(0).getUri().getPort())
                    .isEqualTo(listener.port());
            pair.assertEqual(listener);
        }
    }
}
