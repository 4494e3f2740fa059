package io.github.dualwrite.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationContext;
import org.springframework.data.domain.Range;
import org.springframework.data.geo.Circle;
import org.springframework.data.geo.Distance;
import org.springframework.data.geo.Metrics;
import org.springframework.data.geo.Point;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisHashCommands;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations;
import org.springframework.data.redis.core.types.Expiration;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer.StreamMessageListenerContainerOptions;

/** What the others leave out, so that every command that writes has been sent: {@link WriteCommands} counts. */
final class FurtherOperations extends Operation.Kind {

    private final RedisConnectionFactory factory;
    private final StringRedisTemplate template;

    FurtherOperations(ApplicationContext context) {
        super(context);
        this.factory = context.getBean(RedisConnectionFactory.class);
        this.template = context.getBean(StringRedisTemplate.class);
        connections();
        templates();
        fields();
        streams();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void with(java.util.function.Consumer<RedisClusterConnection> body) {
        try (RedisClusterConnection connection = factory.getClusterConnection()) {
            body.accept(connection);
        }
    }

    private void connections() {
        write(
                "expiry in seconds and at a second",
                () -> with(c -> {
                    long later = Instant.now().getEpochSecond() + 500;
                    c.stringCommands().set(bytes("e:1"), bytes("1"));
                    c.stringCommands().set(bytes("e:2"), bytes("1"));
                    c.keyCommands().expire(bytes("e:1"), 500);
                    c.keyCommands().expireAt(bytes("e:2"), later);
                    c.stringCommands().setEx(bytes("e:3"), 500, bytes("1"));
                    c.stringCommands().pSetEx(bytes("e:4"), 500_000, bytes("1"));
                }));
        write(
                "setNX",
                () -> with(c -> {
                    c.stringCommands().setNX(bytes("e:nx"), bytes("1"));
                    c.stringCommands().setNX(bytes("e:nx"), bytes("2"));
                }));
        write(
                "renameNX in a slot",
                () -> with(c -> {
                    c.stringCommands().set(bytes("{e}:old"), bytes("1"));
                    c.keyCommands().renameNX(bytes("{e}:old"), bytes("{e}:new"));
                }));
        write(
                "an expiry that is in the past",
                () -> with(c -> {
                    c.stringCommands().set(bytes("e:gone"), bytes("1"));
                    c.keyCommands().pExpireAt(bytes("e:gone"), 1);
                    c.stringCommands().set(bytes("e:stays"), bytes("1"));
                }));
        quiet(
                "scans of nodes and of keys",
                () -> with(c -> {
                    c.clusterGetNodes()
                            .forEach(node -> c.scan(node, ScanOptions.NONE)
                                    .forEachRemaining(key -> assertThat(key).isNotEmpty()));
                    c.hashCommands().hScan(bytes("h:hash"), ScanOptions.NONE).close();
                    c.setCommands().sScan(bytes("s:add"), ScanOptions.NONE).close();
                    c.zSetCommands().zScan(bytes("z:add"), ScanOptions.NONE).close();
                }));
    }

    private void templates() {
        write("multiSet in a slot", () -> template.opsForValue().multiSet(Map.of("{e}:m1", "1", "{e}:m2", "2")));
        write("move in a slot, waiting", () -> {
            ListOperations<String, String> lists = template.opsForList();
            lists.rightPushAll("{e}:from", "1", "2");
            lists.move(
                    ListOperations.MoveFrom.fromTail("{e}:from"),
                    ListOperations.MoveTo.toHead("{e}:to"),
                    Duration.ofSeconds(1));
        });
        write("pop of a sorted set, waiting", () -> {
            ZSetOperations<String, String> zsets = template.opsForZSet();
            zsets.add("e:scores", "a", 1);
            zsets.add("e:scores", "b", 2);
            zsets.add("e:scores", "c", 3);
            zsets.popMax("e:scores", Duration.ofSeconds(1));
            zsets.popMin("e:scores", 1);
        });
        write("a range by name of a sorted set, stored", () -> {
            ZSetOperations<String, String> zsets = template.opsForZSet();
            zsets.add("{e}:names", "a", 0);
            zsets.add("{e}:names", "b", 0);
            zsets.rangeAndStoreByLex("{e}:names", "{e}:stored", Range.closed("a", "a"), Limit.unlimited());
        });
        quiet("searches by place", () -> {
            Point near = new Point(14, 38);
            template.opsForGeo().radius("g:geo", new Circle(near, new Distance(200, Metrics.KILOMETERS)));
            template.opsForGeo().radius("g:geo", "Palermo", new Distance(200, Metrics.KILOMETERS));
        });
        write("bound to a key", () -> {
            template.boundValueOps("e:bound").set("1");
            template.boundListOps("e:boundlist").leftPush("1");
            template.boundHashOps("e:boundhash").put("a", "1");
            template.boundSetOps("e:boundset").add("1");
            template.boundZSetOps("e:boundzset").add("a", 1);
            template.boundValueOps("e:bound").expire(Duration.ofMinutes(5));
        });
    }

    private void fields() {
        if (WriteCommands.isKnown("hexpire")) {
            write("expiry of fields", () -> {
                HashOperations<String, String, String> hashes = template.opsForHash();
                hashes.putAll("e:fields", Map.of("a", "1", "b", "2", "c", "3", "d", "4", "e", "5"));
                long later = Instant.now().getEpochSecond() + 500;
                with(c -> {
                    RedisHashCommands commands = c.hashCommands();
                    commands.hExpire(bytes("e:fields"), 500, bytes("a"));
                    commands.hpExpire(bytes("e:fields"), 500_000, bytes("b"));
                    commands.hExpireAt(bytes("e:fields"), later, bytes("c"));
                    commands.hpExpireAt(bytes("e:fields"), later * 1_000, bytes("d"));
                    commands.hpExpireAt(bytes("e:fields"), 1, bytes("e"));
                });
                hashes.persist("e:fields", List.of("b"));
            });
        }
        if (WriteCommands.NEWER_HASHES && WriteCommands.isKnown("hsetex")) {
            write("fields with their expiry", () -> Newer.setExpiring(template));
        }
        if (WriteCommands.NEWER_HASHES && WriteCommands.isKnown("hgetdel")) {
            write("fields taken out", () -> Newer.takeOut(template));
        }
    }

    /** Apart, since Spring Data Redis 3.5 has not these. */
    private static final class Newer {

        static void setExpiring(StringRedisTemplate template) {
            HashOperations<String, String, String> hashes = template.opsForHash();
            hashes.putAndExpire(
                    "e:newer",
                    Map.of("a", "1", "b", "2"),
                    RedisHashCommands.HashFieldSetOption.UPSERT,
                    Expiration.seconds(500));
            hashes.getAndExpire("e:newer", Expiration.seconds(300), List.of("a"));
        }

        static void takeOut(StringRedisTemplate template) {
            HashOperations<String, String, String> hashes = template.opsForHash();
            hashes.putAll("e:taken", Map.of("a", "1", "b", "2"));
            hashes.getAndDelete("e:taken", List.of("a"));
        }
    }

    private void streams() {
        write("stream listener container", () -> {
            template.opsForStream().add("e:stream", Map.of("a", "0"));
            template.opsForStream().createGroup("e:stream", ReadOffset.from("0"), "group");
            CountDownLatch heard = new CountDownLatch(3);
            StreamMessageListenerContainer<String, MapRecord<String, String, String>> container =
                    StreamMessageListenerContainer.create(
                            factory,
                            StreamMessageListenerContainerOptions.builder()
                                    .pollTimeout(Duration.ofMillis(100))
                                    .build());
            container.receiveAutoAck(
                    Consumer.from("group", "one"),
                    StreamOffset.create("e:stream", ReadOffset.lastConsumed()),
                    message -> heard.countDown());
            container.start();
            try {
                template.opsForStream().add("e:stream", Map.of("a", "1"));
                template.opsForStream().add("e:stream", Map.of("a", "2"));
                assertThat(heard.await(20, TimeUnit.SECONDS))
                        .as("all were heard")
                        .isTrue();
            } finally {
                container.stop();
            }
        });
    }
}
