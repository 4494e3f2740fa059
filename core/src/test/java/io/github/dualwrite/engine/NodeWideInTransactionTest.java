package io.github.dualwrite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;

/** A script that is loaded in the midst of a transaction reaches every node, and what was written beside it arrives too. */
class NodeWideInTransactionTest {

    private static final String SCRIPT = "return 42";
    private static final String SHA = "1fa00e76656cc152ad327c13fe365858fd7be306";

    @Test
    void aLoadedScriptAndTheKeysBesideIt() {
        try (LocalCluster one = LocalCluster.builder().standalone().start();
                LocalCluster two =
                        LocalCluster.builder().primaries(2).replicas(0).start();
                Engine engine = start(one, two)) {
            List<Command> commands =
                    List.of(Command.of("SET", "a", "1"), Command.of("SCRIPT", "LOAD", SCRIPT), Command.of("INCR", "a"));
            List<Invocation> invocations =
                    commands.stream().map(engine.catalogue()::resolve).toList();
            Write write = engine.beginTransaction(invocations);
            write.completed(execute(one.nodes().get(0)));
            assertThat(engine.drain(Duration.ofSeconds(20)))
                    .as("%s", engine.status())
                    .isTrue();
            for (LocalNode node : two.primaries()) {
                assertThat(node.text("SCRIPT", "EXISTS", SHA)).isEqualTo("[1]");
            }
            assertThat(DataSet.of(one).differences(DataSet.of(two), Duration.ofSeconds(1)))
                    .isEmpty();
            assertThat(engine.status().get(0).account().isBalanced()).isTrue();
        }
    }

    @Test
    void aLoadedScriptBesideAFlush() {
        try (LocalCluster one = LocalCluster.builder().standalone().start();
                LocalCluster two =
                        LocalCluster.builder().primaries(2).replicas(0).start();
                Engine engine = start(one, two)) {
            List<Invocation> invocations = List.of(
                            Command.of("FLUSHALL"), Command.of("SCRIPT", "LOAD", SCRIPT), Command.of("SET", "a", "1"))
                    .stream()
                    .map(engine.catalogue()::resolve)
                    .toList();
            Write write = engine.beginTransaction(invocations);
            one.nodes().get(0).command("SET", "a", "1");
            write.completed(List.of(ascii("OK"), ascii(SHA), ascii("OK")));
            assertThat(engine.drain(Duration.ofSeconds(20)))
                    .as("%s", engine.status())
                    .isTrue();
            for (LocalNode node : two.primaries()) {
                assertThat(node.text("SCRIPT", "EXISTS", SHA)).isEqualTo("[1]");
            }
            await().untilAsserted(() -> assertThat(DataSet.of(one).differences(DataSet.of(two), Duration.ofSeconds(1)))
                    .isEmpty());
            assertThat(engine.status().get(0).account().isBalanced()).isTrue();
        }
    }

    private static Engine start(LocalCluster one, LocalCluster two) {
        return EngineStart.start(DualWriteConfig.builder()
                .primary(Target.standalone("one", one.nodes().get(0).endpoint()))
                .secondary(Target.cluster("two", two.seeds()))
                .build());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Object execute(LocalNode node) {
        try (Connection connection = node.connect()) {
            connection.sendCommand(Protocol.Command.MULTI);
            connection.sendCommand(Protocol.Command.SET, "a", "1");
            connection.sendCommand(Protocol.Command.SCRIPT, "LOAD", SCRIPT);
            connection.sendCommand(Protocol.Command.INCR, "a");
            connection.sendCommand(Protocol.Command.EXEC);
            List<Object> replies = connection.getMany(5);
            List<?> executed = (List<?>) replies.get(4);
            assertThat(new String((byte[]) executed.get(1), StandardCharsets.US_ASCII))
                    .isEqualTo(SHA);
            return executed;
        }
    }
}
