package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.versions.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that no server at hand gives: of commands that only newer ones have, and of shapes that nobody has heard of. */
class AnyReplyTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELEX k IFEQ v                      | 1  | UNLINK k",
                "DELEX k                             | 0  | nothing",
                "DELIFEQ k v                         | 1  | UNLINK k",
                "SET k v IFDEQ abc                   | OK | SET k v",
                "SET k v IFDEQ abc                   |    | nothing",
                "SET k v IFDNE abc GET EX 10         | x  | copy k",
                "SET k v IFNE old GET                | x  | SET k v",
                "SET k old IFNE x GET                | x  | nothing",
                "SET k v NEWOPTION                   | OK | copy k",
                "MSETEX 2 a 1 b 2 EX 10              | 1  | SET a 1 PX 10000, SET b 2 PX 10000",
                "MSETEX 1 a 1 NX                     | 0  | nothing",
                "MSETEX 1 a 1 NEWOPTION              | 1  | copy a",
                "GETEX k NEWOPTION                   | v  | copy k",
                "XDELEX s DELREF IDS 1 1-1           | 1  | copy s",
                "XACKDEL s g IDS 1 1-1               | 1  | copy s",
                "XCFGSET s IDMP-DURATION 5           | OK | copy s",
                "XADD s NEWOPTION x * f v            | 1-1 | copy s",
                "XADD s ACKED MAXLEN 5 * f v         | 1-1 | XADD s ACKED MAXLEN 5 1-1 f v",
                "VADD v VALUES 1 1.5 e               | 1  | copy v",
                "VREM v e                            | 1  | copy v",
                "VSETATTR v e {}                     | 1  | copy v",
                "SPUBLISH c m                        | 1  | nothing",
            })
    void ofCommandsThatNewerServersHave(String line, @Nullable String reply, String expected) {
        Object value = reply == null ? null : reply.matches("\\d+") ? Long.valueOf(reply) : Script.bytes(reply);
        Effect effect = Effects.standard().of(Catalogue.builtIn().resolve(command(line)), value);
        assertThat(describe(effect)).isEqualTo(expected);
    }

    private static String describe(Effect effect) {
        if (effect.isNothing()) {
            return "nothing";
        }
        List<String> parts = new ArrayList<>();
        if (effect.isRepair()) {
            return "copy "
                    + String.join(" ", effect.keys().stream().map(Script::text).toList());
        }
        for (Step step : effect.steps()) {
            parts.add(String.join(
                    " ", Arrays.stream(step.words()).map(Script::text).toList()));
        }
        return String.join(", ", parts);
    }

    static Stream<String> everyCase() {
        return Stream.of(
                        StringCases.ALL,
                        KeyCases.ALL,
                        HashCases.ALL,
                        ListAndSetCases.ALL,
                        SortedSetCases.ALL,
                        StreamCases.ALL,
                        UnitCases.ALL)
                .flatMap(List::stream)
                .flatMap(each -> each.commands.stream())
                .distinct();
    }

    /** Whatever is answered, nothing is thrown, no key is made up, and what is not understood is copied. */
    @ParameterizedTest
    @MethodSource("everyCase")
    void ofAnyShape(String line) {
        Invocation invocation = Catalogue.builtIn().resolve(command(line));
        List<String> named = invocation.writtenKeys().stream().map(Script::text).toList();
        for (Object reply : shapes()) {
            Effect effect = Effects.standard().of(invocation, reply);
            if (invocation.access() != Access.WRITE) {
                assertThat(effect.isNothing()).isTrue();
                continue;
            }
            assertThat(named)
                    .containsAll(effect.keys().stream().map(Script::text).toList());
            for (Step step : effect.steps()) {
                assertThat(step.words().length).isPositive();
                assertThat(step.accepts(new RespError("ERR any"))).isFalse();
            }
        }
    }

    private static List<@Nullable Object> shapes() {
        byte[] text = Script.bytes("text");
        List<@Nullable Object> shapes = new ArrayList<>();
        shapes.addAll(Arrays.asList(null, text, new byte[0], 0L, 1L, -7L, 1.5, true, false));
        shapes.addAll(List.of(
                new RespError("ERR x"),
                List.of(),
                List.of(1L),
                List.of(text),
                List.of(text, text),
                List.of(text, 1L),
                List.of(1L, text, text),
                List.of(text, List.of()),
                List.of(text, List.of(text)),
                List.of(List.of()),
                List.of(List.of(text)),
                List.of(List.of(text, List.of())),
                List.of(List.of(text, List.of(List.of(text, List.of(text, text))))),
                List.of(text, List.of(), List.of()),
                List.of(text, List.of(List.of(text, 1.5))),
                List.of(text, Arrays.asList(null, text), Arrays.asList((Object) null)),
                Arrays.asList((Object) null),
                Arrays.asList(null, null)));
        return shapes;
    }

    private static Command command(String line) {
        List<byte[]> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(Script.bytes(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
        }
        return Command.of(words.toArray(new byte[0][]));
    }
}
