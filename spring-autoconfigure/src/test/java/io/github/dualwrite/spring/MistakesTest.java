package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.spring.data.DualWriteConnectionFactory;
import io.github.dualwrite.spring.properties.ClusterProperties;
import io.github.dualwrite.spring.properties.DualWriteConnectionDetails;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.util.unit.DataSize;

/** Every mistake is answered with what to change, by the analyzers as Spring Boot finds them. */
class MistakesTest {

    private static final List<FailureAnalyzer> ANALYZERS = SpringFactoriesLoader.forDefaultResourceLocation(
                    MistakesTest.class.getClassLoader())
            .load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {}));

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
                mistake("either a bundle or files, not both", List.of(two + "tls.bundle=right", two + "tls.ca=x")),
                mistake(
                        "true, since a bundle decides itself whom it trusts",
                        List.of(two + "tls.bundle=right", two + "tls.verify=false")),
                mistake("either a trust store or ca, not both", List.of(two + "tls.ca=x", two + "tls.trust-store=y")),
                mistake("client-certificate and client-key together", List.of(two + "tls.client-key=x")),
                mistake("neither trust-store nor ca", List.of(two + "tls.enabled=true", two + "tls.verify=false")),
                mistake(
                        "dualwrite.clusters.cluster2.nodes: [a:1, b:1]",
                        List.of(two + "topology=standalone", two + "nodes=a:1,b:1")),
                mistake("dualwrite.clusters.cluster2.fleet.channel", List.of(two + "fleet.channel={x}")),
                mistake("dualwrite.clusters.cluster2.lanes.linger: 2000ms", List.of(two + "lanes.linger=2s")),
                mistake("dualwrite.clusters.cluster2.retry.max-wait", List.of(two + "retry.max-wait=1ms")),
                mistake("dualwrite.journal.directory", List.of("dualwrite.journal.directory=/dev/null/journal")),
                mistake("an application with SSL bundles", List.of(two + "tls.bundle=right"), NoBundlesApp.class),
                mistake("one cluster of that name", List.of(), ContradictingApp.class),
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
    void aPrimaryAloneIsSaid() {
        assertThat(analysis(App.class, RIGHT.subList(0, 2), List.of()).getAction())
                .contains("dualwrite.clusters: expected at least one secondary");
    }

    /** Only the servers can tell, when they are first asked. */
    @Test
    void oneClusterUnderTwoAddressesIsSaid() {
        String same = TwoClusters.primary().seeds()[0];
        FailureAnalysis analysis = analysis(
                App.class,
                List.of(
                        "dualwrite.clusters.cluster1.nodes=" + same,
                        "dualwrite.clusters.cluster2.nodes=" + same.replace("127.0.0.1", "localhost")));
        assertThat(analysis.getDescription()).contains("dualwrite.clusters.cluster2.nodes: [localhost:");
        assertThat(analysis.getAction()).contains("another cluster than cluster1");
    }

    /** Every property with a number, a duration or a size, as the model has them: one that is added is looked at, too. */
    private static List<String> numbers() {
        return Stream.concat(
                        settings("dualwrite.clusters.cluster2.", ClusterProperties.class, MistakesTest::negative),
                        Stream.of("dualwrite.shutdown.drain-timeout=-1s", "dualwrite.journal.restart-within=-1s"))
                .toList();
    }

    /** Every property whose type has fewer values than there are texts. */
    static Stream<String> typed() {
        return settings(
                "dualwrite.clusters.cluster2.",
                ClusterProperties.class,
                type -> type.isEnum() || type == boolean.class || type == Boolean.class || negative(type) != null
                        ? "nonsense"
                        : null);
    }

    private static @Nullable String negative(Class<?> type) {
        if (type == int.class || type == double.class) {
            return "-1";
        }
        return type == Duration.class ? "-1s" : type == DataSize.class ? "-1B" : null;
    }

    private static Stream<String> settings(
            String prefix, Class<?> properties, Function<Class<?>, @Nullable String> wrong) {
        return Stream.of(properties.getRecordComponents()).flatMap(component -> {
            String name =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                return settings(name + ".", component.getType(), wrong);
            }
            String value = wrong.apply(component.getType());
            return value == null ? Stream.empty() : Stream.of(name + "=" + value);
        });
    }

    @Test
    void noNumberIsTakenThatMeansNothing() {
        List<String> wrong = numbers();
        assertThat(wrong).hasSizeGreaterThan(20);
        String action = analysis(App.class, wrong).getAction();
        assertThat(wrong).allSatisfy(one -> assertThat(action).contains(key(one) + ": expected "));
    }

    @ParameterizedTest
    @MethodSource("typed")
    void aValueOfAnotherTypeIsSaid(String wrong) {
        FailureAnalysis analysis = analysis(App.class, List.of(wrong));
        assertThat(analysis.getDescription()).contains(key(wrong), "nonsense");
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
        return analysis(app, RIGHT, wrong);
    }

    private static FailureAnalysis analysis(Class<?> app, List<String> right, List<String> wrong) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        new ApplicationContextRunner()
                .withUserConfiguration(app)
                .withPropertyValues(right.toArray(String[]::new))
                .withPropertyValues(wrong.toArray(String[]::new))
                .run(context -> {
                    assertThat(context).as("%s", wrong).hasFailed();
                    failure.set(Objects.requireNonNull(context.getStartupFailure()));
                });
        return analyze(failure.get());
    }

    private static String key(String property) {
        return property.substring(0, property.indexOf('='));
    }

    private static FailureAnalysis analyze(Throwable failure) {
        for (FailureAnalyzer analyzer : ANALYZERS) {
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

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DualWriteAutoConfiguration.class)
    static class NoBundlesApp {}

    /** Two that know where the same cluster is. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DualWriteAutoConfiguration.class)
    static class ContradictingApp {

        @Bean
        DualWriteConnectionDetails one() {
            return () -> Map.of("cluster1", DualWriteConnectionDetails.Cluster.of("a:1"));
        }

        @Bean
        DualWriteConnectionDetails other() {
            return () -> Map.of("cluster1", DualWriteConnectionDetails.Cluster.of("b:1"));
        }
    }
}
