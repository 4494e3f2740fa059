package io.github.dualwrite.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.States;
import io.github.dualwrite.versions.States.State;
import io.github.dualwrite.versions.Versions;
import io.github.dualwrite.versions.Versions.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** A copy by type makes any state of a key out of any other, between any two versions, and leaves no temporary key behind. */
class KeyCopyTest {

    private static final Duration TTL_TOLERANCE = Duration.ofSeconds(10);
    private static final List<List<String>> OLD_STATES = List.of(
            List.of(),
            List.of("SET k old EX 50"),
            List.of("RPUSH k old older"),
            List.of("HSET k f old z gone", "EXPIRE k 7000"),
            List.of("XADD k 9-9 f old", "XGROUP CREATE k old 0", "XREADGROUP GROUP old eve STREAMS k >"));

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
    Stream<DynamicContainer> anyStateOverAnyOther() {
        return versions.pairs().stream()
                .map(pair -> dynamicContainer(
                        pair.toString(),
                        States.all().stream().map(state -> dynamicTest(state.toString(), () -> copy(pair, state)))));
    }

    private static void copy(Pair pair, State state) throws IOException {
        assumeTrue(pair.primary().knows(state.needs()), pair.primary() + " does not know " + state.needs());
        pair.empty();
        pair.primary().run(state.commands());
        for (List<String> old : OLD_STATES) {
            pair.secondary().empty();
            pair.secondary().run(old);
            CopyOutcome outcome = KeyCopy.copy(
                    pair.primary().connection(), pair.secondary().connection(), Script.bytes("k"), false, false);
            if (pair.secondary().knows(state.needs())) {
                assertThat(outcome.kind()).as("over %s", old).isEqualTo(CopyOutcome.Kind.COPIED);
                assertThat(pair.primary().data().differences(pair.secondary().data(), TTL_TOLERANCE))
                        .as("over %s", old)
                        .isEmpty();
            } else {
                assertThat(outcome.kind()).isEqualTo(CopyOutcome.Kind.NEVER);
                assertThat(outcome.reason()).contains("hash fields with a time to live");
            }
            assertThat((List<?>) pair.secondary().connection().call("KEYS", "dualwrite:*"))
                    .as("temporary keys left over %s", old)
                    .isEmpty();
        }
    }
}
