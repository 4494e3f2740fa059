package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.ServerBinary;
import io.github.dualwrite.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import redis.clients.jedis.JedisCluster;

/** SSL bundles, on both sides, and the host name. */
@SuppressWarnings("deprecation") // JedisCluster
class TlsBundleTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DualWriteAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void aBundleEncryptsAndTheHostNameIsVerified() {
        ServerBinary server = ServerBinary.find();
        assumeThat(server.supportsTls()).as("%s was built with TLS", server).isTrue();
        TestCertificates right = TestCertificates.create(folder.resolve("right"));
        TestCertificates other = TestCertificates.create(folder.resolve("other"), "elsewhere.example");
        try (LocalCluster primary = start("cluster1", right);
                LocalCluster secondary = start("cluster2", right);
                LocalCluster elsewhere = start("cluster3", other)) {
            ApplicationContextRunner two = runner.withPropertyValues(
                    "dualwrite.primary=cluster1",
                    "dualwrite.shutdown.drain-timeout=1s",
                    "spring.ssl.bundle.pem.right.keystore.certificate=file:" + right.clientCertPem(),
                    "spring.ssl.bundle.pem.right.keystore.private-key=file:" + right.clientKeyPem(),
                    "spring.ssl.bundle.pem.right.truststore.certificate=file:" + right.caPem(),
                    "spring.ssl.bundle.pem.other.keystore.certificate=file:" + other.clientCertPem(),
                    "spring.ssl.bundle.pem.other.keystore.private-key=file:" + other.clientKeyPem(),
                    "spring.ssl.bundle.pem.other.truststore.certificate=file:" + other.caPem(),
                    "dualwrite.clusters.cluster1.nodes=" + String.join(",", primary.seeds()),
                    "dualwrite.clusters.cluster1.tls.bundle=right");
            two.withPropertyValues(
                            "dualwrite.clusters.cluster2.nodes=" + String.join(",", secondary.seeds()),
                            "dualwrite.clusters.cluster2.tls.bundle=right")
                    .run(context -> {
                        context.getBean(JedisCluster.class).set("tls", "1");
                        assertThat(context.getBean(DualWrite.class).awaitAgreement(Duration.ofSeconds(60)))
                                .isTrue();
                        assertThat(secondary.size()).isPositive();
                    });
            ApplicationContextRunner wrong = two.withPropertyValues(
                    "dualwrite.clusters.cluster3.nodes=" + String.join(",", elsewhere.seeds()),
                    "dualwrite.clusters.cluster3.tls.bundle=other");
            wrong.run(context -> assertThat(
                            context.getBean(DualWrite.class).status().get(0).trouble())
                    .contains("for host"));
            wrong.withPropertyValues("dualwrite.clusters.cluster3.tls.verify-hostname=false")
                    .run(context -> assertThat(context.getBean(DualWrite.class).awaitAgreement(Duration.ofSeconds(60)))
                            .isTrue());
        }
    }

    private static LocalCluster start(String name, TestCertificates certificates) {
        return LocalCluster.builder()
                .name(name)
                .primaries(1)
                .replicas(0)
                .tls(certificates)
                .start();
    }
}
