package io.github.dualwrite.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.Side;
import io.github.dualwrite.versions.States;
import io.github.dualwrite.versions.States.State;
import io.github.dualwrite.versions.Versions;
import io.github.dualwrite.versions.Versions.Pair;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Equal values have one digest on every version, different ones have different digests. */
class DigestsTest {

    private static final byte[] KEY = Script.bytes("k");
    private static final List<String> PENDING = List.of(
            "XADD k 1-1 f a", "XADD k 2-1 f b", "XGROUP CREATE k g 0", "XREADGROUP GROUP g bob COUNT 1 STREAMS k >");

    private static Versions versions;

    @BeforeAll
    static void start() throws IOException {
        versions = new Versions();
    }

    @AfterAll
    static void stop() {
        versions.close();
    }

    @TestFactory
    Stream<DynamicContainer> theSameStateOnAnyTwoVersions() {
        return versions.pairs().stream()
                .map(pair -> dynamicContainer(
                        pair.toString(),
                        States.all().stream()
                                .filter(state -> pair.primary().knows(state.needs())
                                        && pair.secondary().knows(state.needs()))
                                .map(state -> dynamicTest(state.toString(), () -> compare(pair, state)))));
    }

    private static void compare(Pair pair, State state) throws IOException {
        assertThat(digest(pair.primary(), state.commands())).isEqualTo(digest(pair.secondary(), state.commands()));
    }

    @Test
    void noTwoStatesHaveOneDigest() throws IOException {
        for (Side server : versions.primaries()) {
            Map<String, String> seen = new HashMap<>();
            for (State state : States.all()) {
                if (server.knows(state.needs())
                        && !state.name().equals("a string that expires")) { // times to live of keys are compared apart
                    String before = seen.put(digest(server, state.commands()), state.name());
                    assertThat(before)
                            .as("the same digest as %s on %s", state, server)
                            .isNull();
                }
            }
        }
    }

    @Test
    void anIdleConsumerIsNoDifferenceButWhoHoldsWhatIs() throws IOException {
        for (Side server : versions.primaries()) {
            String held = digest(server, PENDING);
            NodeConnection connection = server.connection();
            connection.call("XGROUP", "CREATECONSUMER", "k", "g", "idle");
            assertThat(Digests.of(connection, KEY)).isEqualTo(held);
            connection.call("XCLAIM", "k", "g", "idle", "0", "1-1", "RETRYCOUNT", "1", "JUSTID");
            assertThat(Digests.of(connection, KEY)).isNotEqualTo(held);
            connection.call("XCLAIM", "k", "g", "bob", "0", "1-1", "RETRYCOUNT", "1", "JUSTID");
            assertThat(Digests.of(connection, KEY)).isEqualTo(held);
            connection.call("XCLAIM", "k", "g", "bob", "0", "1-1", "RETRYCOUNT", "2", "JUSTID");
            assertThat(Digests.of(connection, KEY)).isNotEqualTo(held);
        }
    }

    /** The links of a vector set are drawn at random: they differ between two that hold the same. */
    @Test
    void vectorsCountAndNotTheirLinks() throws IOException {
        String a = "VADD k VALUES 3 1 2 3 a";
        String b = "VADD k VALUES 3 4 5 6 b SETATTR {\"x\":1}";
        String c = "VADD k VALUES 3 7 8 9 c";
        for (Side server : versions.primaries()) {
            if (server.knows("VADD")) {
                String digest = digest(server, List.of(a, b, c));
                assertThat(digest(server, List.of(c, b, a))).isEqualTo(digest);
                assertThat(digest(server, List.of(a, b))).isNotEqualTo(digest);
                assertThat(digest(server, List.of(a, b, c, "VSETATTR k b {\"x\":2}")))
                        .isNotEqualTo(digest);
                assertThat(digest(server, List.of(a, b, c.replace("9", "8")))).isNotEqualTo(digest);
            }
        }
    }

    private static String digest(Side server, List<String> commands) throws IOException {
        server.empty();
        server.run(commands);
        return Digests.of(server.connection(), KEY);
    }
}
