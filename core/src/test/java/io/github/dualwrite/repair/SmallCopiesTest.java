package io.github.dualwrite.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.States;
import io.github.dualwrite.versions.States.State;
import io.github.dualwrite.versions.Versions;
import io.github.dualwrite.versions.Versions.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is copied with many others is equal, whatever was there before; what is left is as it was. */
class SmallCopiesTest {

    private static final Duration TTL_TOLERANCE = Duration.ofSeconds(10);
    private static final List<String> OLD_STATES =
            List.of("PING", "SET k old EX 50", "RPUSH k old older", "HSET k f old z gone", "XADD k 9-9 f old");

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
    Stream<DynamicTest> anyStateOverAnyOther() {
        return versions.pairs().stream()
                .map(pair -> dynamicTest(pair.toString(), () -> {
                    List<String> left = new ArrayList<>();
                    for (State state : States.all()) {
                        if (pair.primary().knows(state.needs()) && !copies(pair, state)) {
                            left.add(state.name());
                        }
                    }
                    assertThat(left)
                            .allMatch(name -> name.contains("stream")
                                    || name.contains("big")
                                    || name.startsWith("a string of ")
                                    || name.contains("long")
                                    || name.contains("fields that expire"));
                }));
    }

    private static boolean copies(Pair pair, State state) throws IOException {
        pair.empty();
        pair.primary().run(state.commands());
        boolean copied = true;
        for (String old : OLD_STATES) {
            pair.secondary().empty();
            pair.secondary().run(List.of(old));
            DataSet before = pair.secondary().data();
            copied &= copy(pair, "k")[0] != null;
            if (copied) {
                assertThat(pair.primary().data().differences(pair.secondary().data(), TTL_TOLERANCE))
                        .as("%s over %s", state, old)
                        .isEmpty();
            } else {
                assertThat(before.differences(pair.secondary().data(), TTL_TOLERANCE))
                        .isEmpty();
            }
        }
        return copied;
    }

    @TestFactory
    Stream<DynamicTest> manyAtOnce() {
        return versions.pairs().stream()
                .map(pair -> dynamicTest(pair.toString(), () -> {
                    pair.empty();
                    pair.primary()
                            .run(List.of(
                                    "SET a 1 EX 100",
                                    "RPUSH b 1 2 3",
                                    "XADD c 1-1 f v",
                                    "SADD d 1 2 x",
                                    "ZADD e 1.5 a inf b",
                                    "HSET f g h"));
                    pair.secondary().run(List.of("SET gone 1", "XADD c 1-1 f v"));
                    @Nullable CopyOutcome[] outcomes = copy(pair, "a", "b", "c", "gone", "d", "e", "f");
                    assertThat(outcomes[2]).isNull();
                    assertThat(Arrays.stream(outcomes).filter(outcome -> outcome != null))
                            .hasSize(6);
                    assertThat(pair.primary()
                                    .data()
                                    .differences(pair.secondary().data(), TTL_TOLERANCE))
                            .isEmpty();
                }));
    }

    private static @Nullable CopyOutcome[] copy(Pair pair, String... keys) throws IOException {
        return SmallCopies.copy(
                pair.primary().connection(),
                pair.secondary().connection(),
                Stream.of(keys).map(Script::bytes).toList());
    }
}
