package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.Side;
import io.github.dualwrite.versions.Versions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Transactions that were not executed, as every version at hand says so; and a reply that cannot be matched with the commands. */
class TransactionReplyTest {

    private static final List<Invocation> BOTH = List.of(
            Catalogue.builtIn().resolve(Command.of("SET", "a", "1")),
            Catalogue.builtIn().resolve(Command.of("INCR", "b")));

    private static Versions versions;

    @BeforeAll
    static void start() throws IOException {
        versions = new Versions();
    }

    @AfterAll
    static void stop() {
        versions.close();
    }

    @Test
    void aWatchedKeyChanged() throws IOException {
        for (Side server : versions.primaries()) {
            server.empty();
            for (boolean resp3 : new boolean[] {false, true}) {
                server.call(Command.of("WATCH", "a"), resp3);
                server.call(Command.of("INCR", "a"), !resp3);
                server.call(Command.of("MULTI"), resp3);
                server.call(Command.of("SET", "a", "1"), resp3);
                server.call(Command.of("INCR", "b"), resp3);
                Object reply = server.call(Command.of("EXEC"), resp3);
                assertThat(reply).as("%s", server).isNull();
                assertThat(Effects.standard().transaction(BOTH, reply).isNothing())
                        .isTrue();
            }
        }
    }

    @Test
    void aCommandWasRefusedWhenItWasQueued() throws IOException {
        for (Side server : versions.primaries()) {
            server.empty();
            NodeConnection connection = server.connection();
            connection.call("MULTI");
            connection.call("SET", "a", "1");
            connection.call("INCR");
            Object reply = connection.call("EXEC");
            assertThat(Applied.show(reply)).as("%s", server).contains("EXECABORT");
            assertThat(Effects.standard().transaction(BOTH, reply).isNothing()).isTrue();
        }
    }

    @Test
    void repliesThatAreTooFewCopyEveryKeyWritten() {
        Effect effect = Effects.standard().transaction(BOTH, List.of(Script.bytes("OK")));
        assertThat(effect.isRepair()).isTrue();
        assertThat(effect.keys().stream().map(Script::text)).containsExactly("a", "b");
    }
}
