package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dualwrite.versions.Versions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of every family, from a primary of each version at hand to a secondary of each version. */
class EffectsOnServersTest {

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
    Stream<DynamicContainer> strings() {
        return onEveryPair(StringCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> keysAndTheirExpiry() {
        return onEveryPair(KeyCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> hashes() {
        return onEveryPair(HashCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> listsAndSets() {
        return onEveryPair(ListAndSetCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> sortedSets() {
        return onEveryPair(SortedSetCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> streams() {
        return onEveryPair(StreamCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> vectorSets() {
        return onEveryPair(VectorCases.ALL);
    }

    @TestFactory
    Stream<DynamicContainer> scriptsTransactionsAndWholeDataSets() {
        return onEveryPair(UnitCases.ALL);
    }

    private static Stream<DynamicContainer> onEveryPair(List<EffectCase> cases) {
        return versions.pairs().stream()
                .map(pair -> dynamicContainer(
                        pair.toString(),
                        cases.stream().map(each -> dynamicTest(each.toString(), new Trial(each, pair)::run))));
    }

    /** A row without a case fails here as soon as a server at hand knows the command. */
    @Test
    void everyWriteOfTheCatalogueHasACase() throws IOException {
        Set<String> cased = new LinkedHashSet<>();
        Stream.of(
                        StringCases.ALL,
                        KeyCases.ALL,
                        HashCases.ALL,
                        ListAndSetCases.ALL,
                        SortedSetCases.ALL,
                        StreamCases.ALL,
                        VectorCases.ALL,
                        UnitCases.ALL)
                .flatMap(List::stream)
                .flatMap(each -> each.commands.stream())
                .map(line -> line.toUpperCase(Locale.ROOT).split(" "))
                .forEach(words -> {
                    cased.add(words[0]);
                    cased.add(words[0] + (words.length > 1 ? " " + words[1] : ""));
                });
        List<String> without = writes().stream()
                .filter(row -> versions.primaries().stream().anyMatch(server -> server.knows(row)))
                .filter(row -> !cased.contains(row))
                .toList();
        assertThat(without).isEmpty();
    }

    private static List<String> writes() throws IOException {
        InputStream table = Objects.requireNonNull(
                EffectsOnServersTest.class.getResourceAsStream("/io/github/dualwrite/command/commands.txt"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\\|"))
                    .filter(cells -> cells[1].strip().equals("W"))
                    .map(cells -> cells[0].strip())
                    .toList();
        }
    }
}
