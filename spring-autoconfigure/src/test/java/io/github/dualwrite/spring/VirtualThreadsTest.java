package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.data.DualWriteConnectionFactory;
import io.github.dualwrite.spring.data.DualWriteDataRedisAutoConfiguration;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterCommandExecutor.ClusterCommandCallback;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import redis.clients.jedis.JedisCluster;

/** {@code spring.threads.virtual.enabled}: what Spring Boot does with its own connection factory is done with this one. */
@SuppressWarnings("deprecation") // JedisCluster
class VirtualThreadsTest {

    private static final String NEEDS = "virtual threads need Java 21";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(DualWriteAutoConfiguration.class, DualWriteDataRedisAutoConfiguration.class))
            .withPropertyValues(TwoClusters.properties());

    @Test
    void withoutThePropertyNodesAreAskedByPlatformThreads() {
        runner.run(context -> {
            assertThat(threadsThatAskNodes(context.getBean(DualWriteConnectionFactory.class)))
                    .allSatisfy(thread -> assertThat(isVirtual(thread)).isFalse());
        });
    }

    /** Seen to fail without the executor that the property asks for. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS)
    void withThePropertyNodesAreAskedByVirtualThreads() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            assertThat(threadsThatAskNodes(context.getBean(DualWriteConnectionFactory.class)))
                    .hasSize(TwoClusters.primary().primaryCount())
                    .allSatisfy(thread -> {
                        assertThat(isVirtual(thread)).isTrue();
                        assertThat(thread.getName()).startsWith("redis-");
                    });
        });
    }

    /** As of a web server, and of a listener container as Spring Boot makes it: far more threads than connections and than processors. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS)
    void whatVirtualThreadsWriteReachesEveryCluster() {
        String patience = "dualwrite.clusters.cluster1.pool.max-wait=30s";
        runner.withPropertyValues("spring.threads.virtual.enabled=true", patience)
                .run(context -> {
                    StringRedisTemplate template =
                            new StringRedisTemplate(context.getBean(DualWriteConnectionFactory.class));
                    JedisCluster jedis = context.getBean(JedisCluster.class);
                    inVirtualThreads(400, (i, key) -> {
                        template.opsForValue().set(key, "1");
                        template.opsForList().rightPush("virtual:list:" + i % 7, key);
                        jedis.incr("virtual:counter:" + i % 3);
                        if (i % 20 == 0) {
                            template.delete(List.of(key, key + ":none")); // over several nodes
                        }
                    });
                    assertThat(jedis.get("virtual:counter:0")).isEqualTo("134");
                    TwoClusters.assertEqual(context.getBean(DualWrite.class));
                });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS)
    void aListenerContainerOnVirtualThreadsHears() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            DualWriteConnectionFactory factory = context.getBean(DualWriteConnectionFactory.class);
            BlockingQueue<Thread> heard = new LinkedBlockingQueue<>();
            RedisMessageListenerContainer container = new RedisMessageListenerContainer();
            container.setConnectionFactory(factory);
            container.setTaskExecutor(virtualThreads());
            container.addMessageListener(
                    (message, pattern) -> heard.add(Thread.currentThread()), new ChannelTopic("v"));
            container.afterPropertiesSet();
            container.start();
            try {
                new StringRedisTemplate(factory).convertAndSend("v", "hello");
                assertThat(heard.poll(20, TimeUnit.SECONDS))
                        .isNotNull()
                        .satisfies(thread -> assertThat(isVirtual(Objects.requireNonNull(thread)))
                                .isTrue());
            } finally {
                container.destroy();
            }
        });
    }

    private static List<Thread> threadsThatAskNodes(DualWriteConnectionFactory factory) {
        try (RedisClusterConnection connection = factory.getClusterConnection()) {
            ClusterCommandExecutor executor = Objects.requireNonNull(
                    ReflectionTestUtils.<ClusterCommandExecutor>invokeMethod(connection, "getClusterCommandExecutor"));
            ClusterCommandCallback<Object, Thread> whoAreYou = node -> Thread.currentThread();
            return executor.executeCommandOnAllNodes(whoAreYou).resultsAsList();
        }
    }

    private static void inVirtualThreads(int count, BiConsumer<Integer, String> body)
            throws InterruptedException, ExecutionException {
        SimpleAsyncTaskExecutor threads = virtualThreads();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(threads.submit(() -> body.accept(number, "virtual:" + number)));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    private static SimpleAsyncTaskExecutor virtualThreads() {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("virtual-");
        threads.setVirtualThreads(true);
        return threads;
    }

    /** This is compiled for Java 17. */
    private static boolean isVirtual(Thread thread) {
        Method isVirtual = ClassUtils.getMethodIfAvailable(Thread.class, "isVirtual");
        return isVirtual != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(isVirtual, thread));
    }
}
