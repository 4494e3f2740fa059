package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.UnrepairableKey;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that no catalogue knows, of a module that the primary and one secondary have loaded, and the other secondary has not. The module is compiled
 * here; without a C compiler nothing of this runs.
 */
class ModuleTest {

    @TempDir
    private static Path folder;

    private static LocalCluster primary;
    private static LocalCluster with;
    private static LocalCluster without;
    private static Listener listener;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path module = folder.resolve("tally.so");
        assumeTrue(isCompiled(Path.of("src", "test", "c", "tally.c"), module), "no C compiler");
        primary = LocalCluster.builder()
                .name("primary")
                .replicas(0)
                .config("loadmodule", module.toString())
                .start();
        with = LocalCluster.builder()
                .name("with")
                .standalone()
                .config("loadmodule", module.toString())
                .start();
        without = LocalCluster.builder().name("without").standalone().start();
        listener = Listener.start(ListenerConfig.of(
                new Endpoint("127.0.0.1", 0),
                DualWriteConfig.builder()
                        .primary(Target.cluster("primary", primary.seeds()))
                        .secondary(Target.standalone("with", with.seeds()[0]))
                        .secondary(Target.standalone("without", without.seeds()[0]))
                        .build()));
    }

    private static boolean isCompiled(Path source, Path into) throws InterruptedException {
        try {
            return new ProcessBuilder("cc", "-shared", "-fPIC", "-o", into.toString(), source.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (listener != null) {
            listener.close();
        }
        for (LocalCluster each : new LocalCluster[] {primary, with, without}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static RawClient client() throws IOException {
        return new RawClient(listener.port());
    }

    private static void awaitOn(LocalCluster secondary, String question, String answer) throws IOException {
        try (RawClient straight = new RawClient(secondary.nodes().get(0).port())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(straight.ask(question)).isEqualTo(answer));
        }
    }

    @Test
    void whatAModuleWritesIsCopied() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.ask("TALLY.ADD {m}a 5")).isEqualTo(":5");
            assertThat(client.ask("tally.add {m}a 2")).isEqualTo(":7");
            assertThat(client.ask("TALLY.GET {m}a")).isEqualTo(":7");
            assertThat(client.ask("TALLY.PING")).isEqualTo("+TALLY");
            assertThat(client.ask("TALLY.SHIFT {m}a {m}b 3")).isEqualTo("+OK");
            assertThat(client.ask("TALLY.SHIFT {m}a elsewhere 3")).startsWith("-CROSSSLOT");
            assertThat(client.ask("TALLY.ADD {m}a")).startsWith("-ERR wrong number of arguments");
            client.command("MULTI")
                    .command("TALLY.ADD {m}c 4")
                    .command("TALLY.GET {m}c")
                    .command("EXEC");
            assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
                    .containsExactly("+OK", "+QUEUED", "+QUEUED", "*2 :4 :4");
        }
        for (LocalCluster secondary : List.of(with, without)) {
            awaitOn(secondary, "MGET {m}a {m}b {m}c elsewhere", "*4 $1 4 $1 3 $1 4 $-1");
        }
    }

    /** A write that cannot be mirrored is not sent to the primary alone: seen to fail where it was passed on to any node. */
    @Test
    void whatIsAWriteOfUnknownKeysIsRefused() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.ask("TALLY.WIPE")).startsWith("-ERR dualwrite: command TALLY.WIPE: a write whose keys");
            client.ask("MULTI");
            assertThat(client.ask("TALLY.WIPE")).startsWith("-ERR dualwrite: command TALLY.WIPE: a write whose keys");
            assertThat(client.ask("EXEC")).startsWith("-EXECABORT");
            client.ask("MULTI");
            assertThat(client.ask("TALLY.NONE x"))
                    .isEqualTo("-ERR unknown command 'TALLY.NONE', with args beginning with: 'x' ");
            assertThat(client.ask("EXEC")).startsWith("-EXECABORT");
        }
    }

    @Test
    void aKeyOfAModulesTypeIsCopiedWhereTheModuleIsAndListedWhereItIsNot() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.ask("TALLY.PILE heap 11")).isEqualTo(":11");
            assertThat(client.ask("TALLY.PILE heap 1")).isEqualTo(":12");
            awaitOn(with, "TALLY.PEEK heap", ":12");
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                List<UnrepairableKey> keys = listener.engine().unrepairable("without", 10);
                assertThat(keys)
                        .singleElement()
                        .satisfies(key -> assertThat(key.text()).isEqualTo("heap"));
            });
            assertThat(client.ask("DEL heap")).isEqualTo(":1");
            awaitOn(with, "EXISTS heap", ":0");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> listener.engine().unrepairable("without", 10).isEmpty());
        }
    }
}
