package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.spring.data.DualWriteConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/** Every mistake is answered with what to change, by the analyzers as Spring Boot finds them. */
class MistakesTest {

    private static final List<String> RIGHT = List.of(
            "dualwrite.primary=cluster1",
            "dualwrite.clusters.cluster1.nodes=127.0.0.1:1",
            "dualwrite.clusters.cluster2.nodes=127.0.0.1:2");

    static Stream<Arguments> mistakes() {
        String two = "dualwrite.clusters.cluster2.";
        return Stream.of(
                mistake("dualwrite.primary: none", List.of("dualwrite.primary=")),
                mistake("one of the clusters: [cluster1, cluster2]", List.of("dualwrite.primary=cluster9")),
                mistake("dualwrite.clusters.cluster2.nodes: none", List.of(two + "nodes=")),
                mistake("host:port with a port from 1 to 65535", List.of(two + "nodes=host")),
                mistake("two targets must not be the same cluster", List.of(two + "nodes=127.0.0.1:1")),
                mistake(
                        "a small letter, then small letters and digits",
                        List.of("dualwrite.clusters.new-east.nodes=127.0.0.1:3")),
                mistake("dualwrite.clusters.cluster2.lanes.count: 0", List.of(two + "lanes.count=0")),
                mistake("dualwrite.clusters.cluster2.audit.share: 2.0", List.of(two + "audit.share=2")),
                mistake("dualwrite.clusters.<the primary>.ack", List.of("dualwrite.clusters.cluster1.ack=sync")),
                mistake(
                        "dualwrite.clusters.cluster1.topology: standalone",
                        List.of("dualwrite.clusters.cluster1.topology=standalone")),
                mistake("dualwrite.clusters.cluster2.username: app", List.of(two + "username=app")),
                mistake("there are [tokens]", List.of(two + "credentials-provider=missing")),
                mistake(
                        "either a provider or username and password, not both",
                        List.of(two + "credentials-provider=tokens", two + "password=secret")),
                mistake("dualwrite.clusters.cluster2.tls.bundle: missing", List.of(two + "tls.bundle=missing")),
                mistake("true, or no other setting of tls", List.of(two + "tls.enabled=false", two + "tls.ca=x")),
                mistake("a file that can be read", List.of(two + "tls.ca=/nowhere/ca.pem")),
                mistake("dualwrite.shutdown.drain-timeout", List.of("dualwrite.shutdown.drain-timeout=-1s")),
                mistake("dualwrite.clusters.cluster2.nods", List.of(two + "nods=127.0.0.1:2")),
                mistake("dualwrite.clusters.cluster2.ack", List.of(two + "ack=maybe")),
                mistake("dualwrite.clusters.cluster2.timeouts.connect", List.of(two + "timeouts.connect=soon")),
                mistake("dualwrite.clusters.cluster2.lanes.max-bytes", List.of(two + "lanes.max-bytes=much")),
                mistake("dualwrite.clusters.cluster1.nodes", List.of(), ConnectingApp.class),
                mistake("dualwrite.require-managed-connection-factory=false", List.of(), OwnFactoryApp.class));
    }

    private static Arguments mistake(String expected, List<String> properties) {
        return Arguments.of(expected, properties, App.class);
    }

    private static Arguments mistake(String expected, List<String> properties, Class<?> app) {
        return Arguments.of(expected, properties, app);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isAnsweredWithWhatToChange(String expected, List<String> wrong, Class<?> app) {
        FailureAnalysis analysis = analysis(app, wrong);
        assertThat(analysis.getDescription() + "\n" + analysis.getAction())
                .contains(expected)
                .doesNotContain("secret");
        assertThat(analysis.getAction()).isNotBlank();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        FailureAnalysis analysis = analysis(
                App.class,
                List.of(
                        "dualwrite.clusters.cluster2.lanes.count=0",
                        "dualwrite.clusters.cluster2.tls.bundle=missing",
                        "dualwrite.clusters.cluster2.username=app"));
        assertThat(analysis.getDescription()).contains("lanes.count", "tls.bundle", "username");
        assertThat(analysis.getAction()).contains("1 to 64", "the name of an SSL bundle", "a password with it");
    }

    @Test
    void theOldJedisHasAnAnalysis() {
        FailureAnalysis analysis = analyze(new UnsupportedJedisException());
        assertThat(analysis.getAction()).contains("jedis.version");
    }

    private static FailureAnalysis analysis(Class<?> app, List<String> wrong) {
        List<String> arguments = new ArrayList<>();
        RIGHT.stream()
                .filter(right -> wrong.stream().noneMatch(other -> key(other).equals(key(right))))
                .forEach(arguments::add);
        arguments.addAll(wrong);
        arguments.replaceAll(property -> "--" + property);
        SpringApplication application = new SpringApplicationBuilder(app)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                .build();
        try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
            throw new AssertionError("started: " + context);
        } catch (RuntimeException e) {
            return analyze(e);
        }
    }

    private static String key(String property) {
        return property.substring(0, property.indexOf('='));
    }

    private static FailureAnalysis analyze(Throwable failure) {
        for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation(
                        MistakesTest.class.getClassLoader())
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {}))) {
            FailureAnalysis analysis = analyzer.analyze(failure);
            if (analysis != null) {
                return analysis;
            }
        }
        throw new AssertionError("no analysis", failure);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DualWriteAutoConfiguration.class})
    static class App {

        @Bean
        CredentialsProvider tokens() {
            return () -> new Credentials("app", "token");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DualWriteAutoConfiguration.class)
    static class ConnectingApp {

        @Bean
        RedisConnectionFactory factory(DualWriteClients clients) {
            return DualWriteConnectionFactory.of(clients);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DualWriteAutoConfiguration.class,
        io.github.dualwrite.spring.data.DualWriteDataRedisAutoConfiguration.class
    })
    static class OwnFactoryApp {

        @Bean
        RedisConnectionFactory mine() {
            return new JedisConnectionFactory();
        }
    }
}
