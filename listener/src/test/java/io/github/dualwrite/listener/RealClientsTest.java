package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.listener.config.ClusterMode;
import io.github.dualwrite.listener.config.Serving;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of other languages, each as it is published, plain and in cluster mode. By command, since they have to be installed: {@code listener/clients.sh}. */
@EnabledIfSystemProperty(named = "dualwrite.test.clients", matches = "true")
class RealClientsTest {

    @RegisterExtension
    static final Pair pair = new Pair(Serving.ofDefaults().withThreads(2));

    @ParameterizedTest
    @CsvSource({"plain, NONE", "cluster, EMULATED"})
    void everyOneThatCanBeInstalled(String mode, ClusterMode clusterMode) throws IOException, InterruptedException {
        try (Listener listener = pair.listen(
                pair.primary(), Serving.ofDefaults().withThreads(2).withClusterMode(clusterMode), Transport.best())) {
            Process process = new ProcessBuilder(
                            Path.of("clients.sh").toAbsolutePath().toString(), Integer.toString(listener.port()), mode)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.print(said);
            assertThat(process.waitFor()).as(said).isZero();
            assumeTrue(said.contains("passed "), "no client could be installed");
            pair.assertEqual(listener);
        }
    }
}
