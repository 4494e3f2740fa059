package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.metrics.DualWriteMetrics;
import io.github.dualwrite.spring.data.DualWriteConnectionFactory;
import io.github.dualwrite.spring.data.UnmanagedConnectionFactoryException;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.ClassUtils;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.builders.ClusterClientBuilder;

/** Each bean, each condition, and each dependency that may be missing. */
@SuppressWarnings("deprecation") // JedisCluster
class DualWriteAutoConfigurationTest {

    private static final String HEALTH = "dualwriteHealthIndicator";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(App.class)
            .withPropertyValues("management.endpoints.web.exposure.include=*")
            .withPropertyValues(TwoClusters.properties());

    private static boolean hasUnifiedClient() {
        return ClassUtils.isPresent(
                "redis.clients.jedis.RedisClusterClient", DualWriteAutoConfigurationTest.class.getClassLoader());
    }

    @Test
    void allBeansAreThereAndWriteToEveryCluster() {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).hasSingleBean(DualWrite.class);
            assertThat(context).hasSingleBean(RedisConnectionFactory.class);
            assertThat(context.getBean(RedisConnectionFactory.class)).isInstanceOf(DualWriteConnectionFactory.class);
            assertThat(context).hasBean("redisConnectionFactory");
            assertThat(context).hasBean("dualWriteEndpoint");
            assertThat(context).hasSingleBean(DualWriteMetrics.class);
            context.getBean(JedisCluster.class).set("bean:cluster", "1");
            if (hasUnifiedClient()) {
                Unified.write(context);
            }
            context.getBean(StringRedisTemplate.class).opsForValue().set("bean:template", "3");
            TwoClusters.assertEqual(context.getBean(DualWrite.class));
            assertThat(context.getBean(JedisCluster.class).get("bean:template")).isEqualTo("3");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.dualwrite.enabled=false", "management.health.defaults.enabled=false"})
    void healthIsThereUnlessSwitchedOff(String off) {
        runner.run(context -> assertThat(context).hasBean(HEALTH));
        runner.withPropertyValues(off).run(context -> assertThat(context).doesNotHaveBean(HEALTH));
        runner.withPropertyValues(off, "management.health.dualwrite.enabled=" + !off.contains("dualwrite"))
                .run(context -> assertThat(context.containsBean(HEALTH)).isEqualTo(!off.contains("dualwrite")));
    }

    @Test
    void disabledIsAbsent() {
        runner.withPropertyValues("dualwrite.enabled=false", "spring.data.redis.client-type=jedis")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(DualWrite.class);
                    assertThat(context).doesNotHaveBean(DualWriteConnectionFactory.class);
                    assertThat(context.getBeanDefinitionNames())
                            .as("neither clients, endpoint, health, meters, guard nor drain")
                            .filteredOn(name -> !name.contains("Test."))
                            .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("dualwrite"));
                    assertThat(context).hasSingleBean(JedisConnectionFactory.class);
                });
    }

    @Test
    void theApplicationsBeansWin() {
        ApplicationContextRunner own = runner.withUserConfiguration(OwnBeans.class);
        (hasUnifiedClient() ? own.withUserConfiguration(Unified.class) : own).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).getBeans(JedisCluster.class).containsOnlyKeys("mine");
            if (hasUnifiedClient()) {
                Unified.onlyItsOwn(context);
            }
            assertThat(context).getBeans(DualWriteConfig.class).containsOnlyKeys("config");
            assertThat(context.getBean(DualWrite.class).config().secondaries())
                    .extracting(Target::name)
                    .containsExactly("other");
        });
    }

    @Test
    void whatOperatorsSeeCanBeTheApplications() {
        runner.withUserConfiguration(OwnView.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).getBeans(DualWriteMetrics.class).containsOnlyKeys("myMetrics");
            assertThat(context).getBeans(DualWriteClients.class).containsOnlyKeys("myClients");
            assertThat(context.getBean(HEALTH)).isEqualTo("the application's");
        });
    }

    @Test
    void aDualWriteOfTheApplicationNeedsNoProperties() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DualWriteAutoConfiguration.class))
                .withBean(DualWrite.class, DualWriteAutoConfigurationTest::ownDualWrite)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(DualWriteConfig.class);
                    assertThat(context.getBean(JedisCluster.class).ping()).isEqualTo("PONG");
                });
    }

    private static DualWrite ownDualWrite() {
        return DualWrite.builder()
                .primary(Target.cluster("cluster1", TwoClusters.primary().seeds()))
                .secondary(Target.cluster("cluster2", TwoClusters.secondary().seeds()))
                .build();
    }

    @Test
    void anotherConnectionFactoryIsRefusedUnlessAccepted() {
        ApplicationContextRunner own = runner.withUserConfiguration(OwnFactory.class);
        own.run(context -> assertThat(context)
                .getFailure()
                .isInstanceOf(UnmanagedConnectionFactoryException.class)
                .hasMessageContaining("mine"));
        own.withPropertyValues("dualwrite.require-managed-connection-factory=false")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).getBeans(RedisConnectionFactory.class).containsOnlyKeys("mine");
                });
    }

    @Test
    void aFactoryThatIsDeclaredAsItsInterfaceIsSeen() {
        runner.withUserConfiguration(OwnManagedFactory.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.data",
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "io.micrometer"
            })
    void whatIsMissingIsDoneWithout(String packageName) {
        runner.withClassLoader(new FilteredClassLoader(packageName, packageName.replace(".health", ".actuate.health")))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(JedisCluster.class).ping()).isEqualTo("PONG");
                    switch (packageName) {
                        case "org.springframework.data" ->
                            assertThat(context).doesNotHaveBean("redisConnectionFactory");
                        case "org.springframework.boot.actuate" ->
                            assertThat(context).doesNotHaveBean("dualWriteEndpoint");
                        case "org.springframework.boot.health" ->
                            assertThat(context).doesNotHaveBean(HEALTH);
                        default -> assertThat(context).doesNotHaveBean("dualWriteMetrics");
                    }
                });
    }

    @Test
    void aJedisThatIsTooOldIsSaid() {
        runner.withClassLoader(new FilteredClassLoader(ClusterClientBuilder.class))
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(UnsupportedJedisException.class));
    }

    /** As before 7.2, which Spring Boot 4.0 manages; what needs the newer one of Spring Data is away, too. */
    @Test
    void aJedisWithoutTheUnifiedClientServes() {
        runner.withClassLoader(
                        new FilteredClassLoader("redis.clients.jedis.RedisClusterClient", "org.springframework.data"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean("dualWriteRedisClusterClient");
                    assertThat(context.getBean(JedisCluster.class).ping()).isEqualTo("PONG");
                });
    }

    @Test
    void aPrimaryThatCannotBeReachedIsSaid() {
        runner.withPropertyValues("dualwrite.clusters.cluster1.nodes=127.0.0.1:1")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Stream.iterate(context.getStartupFailure(), Objects::nonNull, Throwable::getCause))
                            .anySatisfy(cause -> assertThat(cause)
                                    .isInstanceOf(PrimaryUnreachableException.class)
                                    .hasMessageContaining("cluster1")
                                    .hasMessageContaining("refused"));
                });
    }

    @Test
    void aSecondaryThatCannotBeReachedIsNoObstacle() {
        runner.withPropertyValues(
                        "dualwrite.clusters.cluster3.nodes=127.0.0.1:1", "dualwrite.shutdown.drain-timeout=0s")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(StringRedisTemplate.class).opsForValue().set("bean:down", "1");
                    assertThat(context.getBean(JedisCluster.class).get("bean:down"))
                            .isEqualTo("1");
                });
    }

    @Test
    void aReactiveFactoryIsRefusedToo() {
        runner.withBean("reactive", ReactiveRedisConnectionFactory.class, ReactiveFactory::new)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(UnmanagedConnectionFactoryException.class)
                        .hasMessageContaining("reactive"));
    }

    @Test
    void jedissSettingsCanBeChanged() {
        runner.withBean(
                        JedisSettingsCustomizer.class,
                        () -> settings -> settings.clientName("orders").protocol(RedisProtocol.RESP2))
                .run(context -> {
                    JedisCluster jedis = context.getBean(JedisCluster.class);
                    jedis.set("bean:named", "1");
                    assertThat(Arrays.asList(TwoClusters.primary()
                                    .primaryOf(redis.clients.jedis.util.JedisClusterCRC16.getSlot("bean:named"))
                                    .text("CLIENT", "LIST")
                                    .split("\n")))
                            .anyMatch(line -> line.contains("name=orders"));
                });
    }

    /** As the tests of newer Spring Frameworks do with contexts that rest, and what saves a checkpoint of a process. */
    @Test
    void whatWasStoppedCanBeStartedAgain() {
        runner.run(context -> {
            StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
            template.opsForValue().set("bean:before", "1");
            ConfigurableApplicationContext all = context.getSourceApplicationContext();
            all.stop();
            all.start();
            template.opsForValue().set("bean:again", "1");
            assertThat(TwoClusters.assertEqual(context.getBean(DualWrite.class)).size())
                    .isGreaterThan(1);
        });
    }

    @Test
    void exposingNothingMeansNoEndpoint() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean("dualWriteEndpoint"));
        runner.withPropertyValues("management.endpoint.dualwrite.access=NONE")
                .run(context -> assertThat(context.getBeansWithAnnotation(Endpoint.class))
                        .doesNotContainKey("dualWriteEndpoint"));
    }

    @Test
    void metersAreBound() {
        runner.run(context -> {
            io.micrometer.core.instrument.simple.SimpleMeterRegistry registry =
                    new io.micrometer.core.instrument.simple.SimpleMeterRegistry();
            context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(registry));
            assertThat(registry.find("dualwrite.lag").tag("target", "cluster2").gauge())
                    .isNotNull();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        DualWriteConfig config() {
            return DualWriteConfig.builder()
                    .primary(Target.cluster("own", TwoClusters.primary().seeds()))
                    .secondary(Target.cluster("other", TwoClusters.secondary().seeds()))
                    .build();
        }

        @Bean
        JedisCluster mine(DualWrite dualWrite) {
            return dualWrite.jedisCluster();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnView {

        @Bean
        DualWriteMetrics myMetrics() {
            return new DualWriteMetrics(List::of);
        }

        @Bean
        DualWriteClients myClients(DualWrite dualWrite) {
            return new DualWriteClients(dualWrite, List.of());
        }

        @Bean(HEALTH)
        String health() {
            return "the application's";
        }
    }

    /** Apart, since Jedis before 7.2 has not this client. */
    @Configuration(proxyBeanMethods = false)
    static class Unified {

        @Bean
        RedisClusterClient client(DualWrite dualWrite) {
            return dualWrite.jedis().redisClusterClient();
        }

        static void write(ApplicationContext context) {
            context.getBean(RedisClusterClient.class).set("bean:client", "2");
        }

        static void onlyItsOwn(AssertableApplicationContext context) {
            assertThat(context).getBeans(RedisClusterClient.class).containsOnlyKeys("client");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Selector.class)
    static class App {}

    /**
     * What concerns Redis of all that Spring Boot finds on the class path, filtered as it filters: by the classes that are missing, before any condition
     * is looked at.
     */
    static final class Selector extends AutoConfigurationImportSelector {

        @Override
        protected AnnotationAttributes getAttributes(@Nullable AnnotationMetadata metadata) {
            return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
        }

        @Override
        protected List<String> getCandidateConfigurations(
                AnnotationMetadata metadata, @Nullable AnnotationAttributes attributes) {
            return super.getCandidateConfigurations(metadata, attributes).stream()
                    .filter(name -> name.startsWith("io.github.dualwrite.")
                            || name.endsWith(".SslAutoConfiguration")
                            || name.endsWith("RedisAutoConfiguration"))
                    .toList();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFactory {

        @Bean
        RedisConnectionFactory mine() {
            return new JedisConnectionFactory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnManagedFactory {

        @Bean
        RedisConnectionFactory mine(DualWriteClients clients) {
            return DualWriteConnectionFactory.of(clients);
        }
    }

    /** As of another client. */
    static final class ReactiveFactory implements ReactiveRedisConnectionFactory {

        @Override
        public ReactiveRedisConnection getReactiveConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReactiveRedisClusterConnection getReactiveClusterConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException e) {
            return null;
        }
    }
}
