package io.github.dualwrite.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.jedis.JedisClusterConnection;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.util.ClassUtils;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** What a connection offers beneath a template: operations on nodes, raw commands, scripts, the native client, subscriptions. */
@SuppressWarnings("deprecation") // JedisCluster
final class ConnectionOperations extends Operation.Kind {

    private final RedisConnectionFactory factory;
    private final StringRedisTemplate template;

    ConnectionOperations(ApplicationContext context) {
        super(context);
        this.factory = context.getBean(RedisConnectionFactory.class);
        this.template = context.getBean(StringRedisTemplate.class);
        rawCommands();
        scripts();
        nodes();
        nativeClient();
        subscriptions();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void with(java.util.function.Consumer<RedisClusterConnection> body) {
        try (RedisClusterConnection connection = factory.getClusterConnection()) {
            body.accept(connection);
        }
    }

    private void rawCommands() {
        write("execute with a key", () -> with(c -> c.execute("SET", bytes("c:raw"), List.of(bytes("1")))));
        write(
                "execute on any node",
                () -> with(c -> {
                    for (int i = 0; i < 8; i++) {
                        c.execute("SET", bytes("c:any:" + i), bytes("1"));
                    }
                }));
        write(
                "execute with keys across slots",
                () -> with(c -> {
                    c.stringCommands().set(bytes("c:keys1"), bytes("1"));
                    c.stringCommands().set(bytes("c:keys2"), bytes("1"));
                    c.stringCommands().set(bytes("c:keys3"), bytes("1"));
                    ((JedisClusterConnection) c)
                            .execute("UNLINK", List.of(bytes("c:keys1"), bytes("c:keys2")), List.of());
                }));
        write(
                "multi-key delete",
                () -> with(c -> {
                    c.keyCommands().del(bytes("c:raw"), bytes("c:none"));
                    c.stringCommands().set(bytes("c:left"), bytes("1"));
                }));
        write(
                "touch across slots",
                () -> with(c -> {
                    c.stringCommands().set(bytes("c:touch1"), bytes("1"));
                    c.stringCommands().set(bytes("c:touch2"), bytes("1"));
                    c.keyCommands().touch(bytes("c:touch1"), bytes("c:touch2"));
                }));
        write(
                "blocking pop across slots",
                () -> with(c -> {
                    c.listCommands().rPush(bytes("c:b1"), bytes("1"), bytes("2"), bytes("3"));
                    c.listCommands().rPush(bytes("c:b2"), bytes("4"), bytes("5"), bytes("6"));
                    c.listCommands().bLPop(1, bytes("c:b1"), bytes("c:b2"));
                    c.listCommands().bRPop(1, bytes("c:b1"), bytes("c:b2"));
                }));
        write(
                "bitOp in a slot",
                () -> with(c -> {
                    c.stringCommands().set(bytes("{c}:bit1"), bytes("a"));
                    c.stringCommands().set(bytes("{c}:bit2"), bytes("b"));
                    c.stringCommands()
                            .bitOp(
                                    org.springframework.data.redis.connection.RedisStringCommands.BitOperation.OR,
                                    bytes("{c}:bit3"),
                                    bytes("{c}:bit1"),
                                    bytes("{c}:bit2"));
                }));
        refused("pipeline", c -> c.openPipeline());
        refused("MULTI", c -> c.multi());
        refused("WATCH", c -> c.watch(bytes("c:raw")));
        refused(
                "SCAN without a node",
                c -> c.keyCommands().scan(ScanOptions.NONE).close());
        refused("move to another database", c -> c.keyCommands().move(bytes("c:raw"), 1));
        refused(
                "pfMerge across slots",
                c -> c.hyperLogLogCommands().pfMerge(bytes("c:pf1"), bytes("c:pf2"), bytes("c:pf3")));
        refused(
                "zUnionStore across slots",
                c -> c.zSetCommands().zUnionStore(bytes("c:z1"), bytes("c:z2"), bytes("c:z3")));
        quiet("CONFIG SET", () -> with(c -> c.serverCommands().setConfig("slowlog-max-len", "64")));
    }

    /** What Spring Data itself refuses on a cluster changes nothing anywhere. */
    private void refused(String name, java.util.function.Consumer<RedisClusterConnection> body) {
        quiet(
                "refused by Spring Data: " + name,
                () -> assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> with(body)));
    }

    private void scripts() {
        RedisScript<Long> script = new DefaultRedisScript<>(
                "redis.call('SET', KEYS[1], ARGV[1]); redis.call('INCR', KEYS[2]); return 1", Long.class);
        write("script through the template", () -> {
            template.execute(script, List.of("{c}:script", "{c}:counter"), "1");
            template.execute(script, List.of("{c}:script", "{c}:counter"), "2");
            assertThat(template.opsForValue().get("{c}:counter"))
                    .as("each run once")
                    .isEqualTo("2");
        });
        write(
                "eval",
                () -> with(c -> c.scriptingCommands()
                        .eval(bytes("return redis.call('SET', KEYS[1], 'x')"), ReturnType.VALUE, 1, bytes("c:eval"))));
        write(
                "scriptLoad and evalSha",
                () -> with(c -> {
                    String sha = c.scriptingCommands().scriptLoad(bytes("return redis.call('SET', KEYS[1], 'sha')"));
                    c.scriptingCommands().evalSha(sha, ReturnType.VALUE, 1, bytes("c:evalsha"));
                }));
        write(
                "scriptFlush",
                () -> with(c -> {
                    c.scriptingCommands().scriptFlush();
                    c.stringCommands().set(bytes("c:flushed"), bytes("1"));
                }));
    }

    private void nodes() {
        quiet(
                "reads of all nodes",
                () -> with(c -> {
                    c.keyCommands().keys(bytes("c:*"));
                    c.keyCommands().randomKey();
                    c.serverCommands().dbSize();
                    c.serverCommands().info();
                    c.serverCommands().time();
                    c.ping();
                    c.clusterGetNodes();
                }));
        write("flushDb", () -> {
            template.opsForValue().multiSet(Map.of("f:1", "1", "f:2", "2", "f:3", "3", "f:4", "4"));
            with(c -> c.serverCommands().flushDb());
            template.opsForValue().multiSet(Map.of("f:5", "5", "f:6", "6"));
        });
        write("flushAll", () -> {
            template.opsForValue().multiSet(Map.of("f:1", "1", "f:2", "2", "f:3", "3", "f:4", "4"));
            with(c -> c.serverCommands().flushAll());
            template.opsForValue().multiSet(Map.of("f:7", "7", "f:8", "8"));
        });
        write("flushDb of one node", () -> {
            for (int i = 0; i < 50; i++) {
                template.opsForValue().set("f:node:" + i, "1");
            }
            with(c -> {
                RedisClusterNode node = c.clusterGetNodes().iterator().next();
                c.serverCommands().flushDb(node);
            });
        });
    }

    private void nativeClient() {
        write(
                "native client",
                () -> with(c -> {
                    ((UnifiedJedis) c.getNativeConnection()).set("n:native", "1");
                }));
        write(
                "native pipeline",
                () -> with(c -> {
                    try (AbstractPipeline pipeline = ((UnifiedJedis) c.getNativeConnection()).pipelined()) {
                        for (int i = 0; i < 30; i++) {
                            pipeline.set("n:pipe:" + i, "v" + i);
                            pipeline.incr("n:counter:" + i % 3);
                        }
                        pipeline.sync();
                    }
                }));
        write("the JedisCluster bean", () -> context.getBean(JedisCluster.class).hset("n:bean", "a", "1"));
        write("a pipeline of the JedisCluster bean", () -> {
            try (AbstractPipeline pipeline = context.getBean(JedisCluster.class).pipelined()) {
                pipeline.rpush("n:beanpipe", "1", "2");
                pipeline.lpop("n:beanpipe");
            }
        });
        if (ClassUtils.isPresent(
                "redis.clients.jedis.RedisClusterClient", getClass().getClassLoader())) {
            write("the RedisClusterClient bean", () -> Unified.write(context));
        }
    }

    /** Apart, since Jedis before 7.2 has not this client. */
    private static final class Unified {

        static void write(ApplicationContext context) {
            context.getBean(RedisClusterClient.class).mset("{n}:1", "1", "{n}:2", "2");
        }
    }

    private void subscriptions() {
        quiet("listener container", () -> {
            CountDownLatch heard = new CountDownLatch(1);
            RedisMessageListenerContainer container = new RedisMessageListenerContainer();
            container.setConnectionFactory(factory);
            container.addMessageListener((message, pattern) -> heard.countDown(), new ChannelTopic("news"));
            container.afterPropertiesSet();
            container.start();
            try {
                template.convertAndSend("news", "hello");
                assertThat(heard.await(20, TimeUnit.SECONDS))
                        .as("the message was heard")
                        .isTrue();
            } finally {
                container.destroy();
            }
        });
    }
}
