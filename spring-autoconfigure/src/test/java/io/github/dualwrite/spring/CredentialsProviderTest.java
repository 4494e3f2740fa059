package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.spring.data.DualWriteDataRedisAutoConfiguration;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A bean that gives tokens, on both sides: it is asked for each connection, so a token that was replaced is no outage. */
class CredentialsProviderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void theBeanIsAskedAgainWhenItsTokenWasReplaced() {
        try (LocalCluster primary = secured("cluster1");
                LocalCluster secondary = secured("cluster2")) {
            Tokens tokens = new Tokens();
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            DualWriteAutoConfiguration.class, DualWriteDataRedisAutoConfiguration.class))
                    .withBean("tokens", Tokens.class, () -> tokens)
                    .withPropertyValues(
                            "dualwrite.primary=cluster1",
                            "dualwrite.clusters.cluster1.nodes=" + primary.seeds()[0],
                            "dualwrite.clusters.cluster1.credentials-provider=tokens",
                            "dualwrite.clusters.cluster2.nodes=" + secondary.seeds()[0],
                            "dualwrite.clusters.cluster2.credentials-provider=tokens")
                    .run(context -> {
                        StringRedisTemplate template =
                                new StringRedisTemplate(context.getBean(RedisConnectionFactory.class));
                        DualWrite dualWrite = context.getBean(DualWrite.class);
                        template.opsForValue().set("a", "1");
                        assertThat(dualWrite.awaitAgreement(SOON)).isTrue();
                        int before = tokens.asked.get();
                        assertThat(before).as("both sides ask").isGreaterThan(1);
                        tokens.current = "second";
                        for (LocalCluster cluster : new LocalCluster[] {primary, secondary}) {
                            cluster.nodes().get(0).text("ACL", "SETUSER", "app", "resetpass", ">second");
                            cluster.nodes().get(0).text("CLIENT", "KILL", "USER", "app");
                        }
                        writeUntilConnected(template);
                        assertThat(dualWrite.awaitAgreement(SOON))
                                .as("%s", dualWrite.status())
                                .isTrue();
                        assertThat(tokens.asked.get()).isGreaterThan(before);
                        assertThat(DataSet.of(primary).differences(DataSet.of(secondary), Duration.ZERO))
                                .isEmpty();
                        assertThat(DataSet.of(secondary).size()).isEqualTo(2);
                    });
        }
    }

    /** A connection of the pool that the server has closed is an error for who gets it, as without Dualwrite. */
    private static void writeUntilConnected(StringRedisTemplate template) {
        for (int i = 0; ; i++) {
            try {
                template.opsForValue().set("b", "2");
                return;
            } catch (RuntimeException e) {
                assertThat(i).as("attempts, the last of them: %s", e).isLessThan(8);
            }
        }
    }

    private static LocalCluster secured(String name) {
        return LocalCluster.builder()
                .name(name)
                .primaries(1)
                .replicas(0)
                .password("administrators")
                .user("app", "first", "~* &* +@all")
                .start();
    }

    /** As of a cloud: it expires, and another one is given out. */
    static final class Tokens implements CredentialsProvider {

        private final AtomicInteger asked = new AtomicInteger();
        private volatile String current = "first";

        @Override
        public Credentials get() {
            asked.incrementAndGet();
            return new Credentials("app", current);
        }
    }
}
