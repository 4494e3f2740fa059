package io.github.dualwrite.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of modules, described by a primary that may describe them badly or not at all: no server here has a module. */
class LearningCatalogueTest {

    private final List<String> asked = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private @Nullable Object answer;
    private @Nullable IOException failure;

    private final Catalogue catalogue = new LearningCatalogue(
            name -> {
                asked.add(name);
                if (failure != null) {
                    throw failure;
                }
                return answer;
            },
            now::get);

    private Invocation resolve(String... words) {
        return catalogue.resolve(Command.of(words));
    }

    private void assertRefused(String reason, String... words) {
        assertThatThrownBy(() -> resolve(words))
                .isInstanceOf(RefusedCommandException.class)
                .hasMessageStartingWith("command " + words[0].toUpperCase(Locale.ROOT))
                .hasMessageContaining(reason)
                .hasMessageContaining("(expected: ");
    }

    @Test
    void whatIsInTheTableIsNotAsked() {
        assertThat(resolve("SET", "a", "1").effect()).isEqualTo(EffectKind.SET);
        assertThat(catalogue.keys(Command.of("MGET", "a", "b"))).hasSize(2);
        assertRefused("not in the catalogue", "SCRIPT", "FROBNICATE");
        assertThat(asked).isEmpty();
    }

    @Test
    void aReadOfAModulePassesAndIsAskedOnce() {
        answer = one(old("json.get", flags("readonly"), 1, 1, 1));
        for (int i = 0; i < 3; i++) {
            Invocation read = resolve("json.get", "a", "$");
            assertThat(read.access()).isEqualTo(Access.READ);
            assertThat(read.writtenKeys()).isEmpty();
            assertThat(catalogue.keys(Command.of("JSON.GET", "a", "$"))).containsExactly(bytes("a"));
        }
        assertThat(asked).containsExactly("JSON.GET");
    }

    @Test
    void aCommandThatDoesNeitherPasses() {
        answer = one(old("module.ping", flags("fast"), 0, 0, 0));
        assertThat(resolve("module.ping").access()).isEqualTo(Access.NEITHER);
    }

    @Test
    void theKeysOfAWriteAreRepaired() {
        answer = one(old("json.mset", flags("write", "denyoom"), 1, -1, 3));
        Invocation write = resolve("JSON.MSET", "a", "$", "1", "b", "$", "2");
        assertThat(write.access()).isEqualTo(Access.WRITE);
        assertThat(write.effect()).isEqualTo(EffectKind.REPAIR);
        assertThat(write.needsBase()).isFalse();
        assertThat(write.writtenKeys()).containsExactly(bytes("a"), bytes("b"));
    }

    @Test
    void keysThatAServerFrom70DescribesAreFound() {
        answer = one(described(
                "ts.rule",
                flags("write", "movablekeys"),
                spec("RO", begin("index", "index", 1L), find("range", "lastkey", 0L, "keystep", 1L, "limit", 0L)),
                spec("RW", begin("index", "index", 2L), find("keynum", "keynumidx", 0L, "firstkey", 1L, "keystep", 1L)),
                spec(
                        "OW",
                        begin("keyword", "keyword", bytes("INTO"), "startfrom", 3L),
                        find("range", "lastkey", 0L, "keystep", 1L, "limit", 0L))));
        // a module may say of a key that it writes that it only reads it, as XREADGROUP does
        assertThat(resolve("TS.RULE", "a", "2", "b", "c", "into", "d", "e").writtenKeys())
                .containsExactly(bytes("a"), bytes("b"), bytes("c"), bytes("d"));
    }

    @Test
    void subcommandsAreLearnedOneByOne() {
        List<Object> container = described("m.config", flags());
        container.set(
                9,
                List.of(
                        described("m.config|get", flags("readonly")),
                        described("m.config|set", flags("write")),
                        described(
                                "m.config|drop",
                                flags("write"),
                                spec(
                                        "RW",
                                        begin("index", "index", 2L),
                                        find("range", "lastkey", 0L, "keystep", 1L, "limit", 0L)))));
        answer = one(container);
        assertThat(resolve("M.CONFIG", "get", "x").access()).isEqualTo(Access.READ);
        assertThat(resolve("M.CONFIG", "DROP", "x").writtenKeys()).containsExactly(bytes("x"));
        assertRefused("keys the primary does not describe", "M.CONFIG", "SET", "x", "1");
        assertRefused("the primary does not know it", "M.CONFIG", "OTHER");
        assertRefused("the primary does not know it", "M.CONFIG");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "may_replicate"})
    void aWriteWhoseKeysAreUnknownIsRefused(String flag) {
        answer = one(old("ft.create", flags(flag), 0, 0, 0));
        assertRefused("a write whose keys the primary does not describe", "FT.CREATE", "index");
        answer = one(old("m.movable", flags(flag, "movablekeys"), 1, 1, 1));
        assertRefused("a write whose keys the primary does not describe", "M.MOVABLE", "a");
        answer = one(described(
                "m.incomplete",
                flags(flag),
                spec(
                        "RW incomplete",
                        begin("index", "index", 1L),
                        find("range", "lastkey", 0L, "keystep", 1L, "limit", 0L))));
        assertRefused("a write whose keys the primary does not describe", "M.INCOMPLETE", "a");
        // found by the module's own code only: movable, though the description names a fixed place
        answer = one(described(
                "m.getkeys",
                flags(flag, "movablekeys"),
                spec("RW", begin("index", "index", 1L), find("range", "lastkey", 0L, "keystep", 1L, "limit", 0L))));
        assertRefused("a write whose keys the primary does not describe", "M.GETKEYS", "a");
    }

    @Test
    void aWriteThatNamesNoKeyIsRefused() {
        answer = one(old("json.set", flags("write"), 1, 1, 1));
        assertRefused("a write with no key", "JSON.SET");
        assertThat(resolve("JSON.SET", "a").writtenKeys()).hasSize(1);
    }

    @Test
    void whatThePrimaryDoesNotKnowIsRefusedAndAskedAgainLater() {
        answer = Collections.singletonList(null);
        assertRefused("the primary does not know it", "BF.ADD", "a", "x");
        assertRefused("the primary does not know it", "BF.ADD", "a", "x");
        assertThat(asked).hasSize(1);

        answer = one(old("bf.add", flags("write"), 1, 1, 1)); // the module is loaded
        now.addAndGet(LearningCatalogue.UNKNOWN_NANOS);
        assertThat(resolve("BF.ADD", "a", "x").effect()).isEqualTo(EffectKind.REPAIR);
        now.addAndGet(100 * LearningCatalogue.UNKNOWN_NANOS);
        resolve("BF.ADD", "a", "x");
        assertThat(asked).hasSize(2);
    }

    @Test
    void noAnswerIsNotRemembered() {
        failure = new IOException("cluster1: 10.0.0.1:6379: no reply within 500 ms");
        assertRefused("the primary could not be asked", "BF.ADD", "a", "x");
        assertRefused("no reply within 500 ms", "BF.ADD", "a", "x");
        failure = null;
        answer = new RespError("NOPERM this user has no permissions to run the 'command|info' command");
        assertRefused("NOPERM", "BF.ADD", "a", "x");
        answer = one(old("bf.add", flags("write"), 1, 1, 1));
        assertThat(resolve("BF.ADD", "a", "x").effect()).isEqualTo(EffectKind.REPAIR);
        assertThat(asked).hasSize(4);
    }

    @Test
    void anAnswerOfAnotherShapeIsRefusedAndNotRemembered() {
        List<@Nullable Object> shapes = Arrays.asList(
                null,
                1L,
                List.of(),
                List.of(List.of()),
                one(List.of(bytes("bf.add"), 2L, 3L, 1L, 1L, 1L)),
                one(old("bf.other", flags("write"), 1, 1, 1)),
                List.of(old("bf.add", flags(), 1, 1, 1), old("bf.add", flags(), 1, 1, 1)),
                one(described("bf.add", flags("write"), List.of(bytes("flags"), 1L))));
        for (Object shape : shapes) {
            answer = shape;
            assertRefused("is not understood", "BF.ADD", "a", "x");
        }
        assertThat(asked).hasSize(shapes.size());
    }

    @Test
    void memoryIsBounded() {
        answer = Collections.singletonList(null);
        for (int i = 0; i < 3 * LearningCatalogue.MOST; i++) {
            assertRefused("the primary does not know it", "NAME" + i);
            assertThat(((LearningCatalogue) catalogue).remembered()).isLessThanOrEqualTo(LearningCatalogue.MOST);
        }
        int before = asked.size();
        assertRefused("not in the catalogue", "X".repeat(LearningCatalogue.LONGEST_NAME + 1));
        assertThat(asked).hasSize(before);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Object> one(Object description) {
        return List.of(description);
    }

    private static List<byte[]> flags(String... flags) {
        return Arrays.stream(flags).map(LearningCatalogueTest::bytes).toList();
    }

    /** As a server before 7.0 describes a command. */
    private static List<Object> old(String name, List<byte[]> flags, long first, long last, long step) {
        return new ArrayList<>(List.of(bytes(name), -1L, flags, first, last, step, List.of()));
    }

    /** As a server from 7.0 on does. */
    private static List<Object> described(String name, List<byte[]> flags, Object... specs) {
        return new ArrayList<>(
                List.of(bytes(name), -1L, flags, 0L, 0L, 0L, List.of(), List.of(), List.of(specs), List.of()));
    }

    private static List<Object> spec(String flags, List<Object> begin, List<Object> find) {
        return List.of(bytes("flags"), flags(flags.split(" ")), bytes("begin_search"), begin, bytes("find_keys"), find);
    }

    private static List<Object> begin(String type, Object... spec) {
        return find(type, spec);
    }

    private static List<Object> find(String type, Object... spec) {
        List<Object> words = new ArrayList<>();
        for (int i = 0; i < spec.length; i++) {
            words.add(i % 2 == 0 ? bytes((String) spec[i]) : spec[i]);
        }
        return List.of(bytes("type"), bytes(type), bytes("spec"), words);
    }
}
