package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.EffectKind;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.ReplyClass;
import io.github.dualwrite.command.Treatment;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.Replies;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalogue tells users of an effect (replayed or rewritten, proved by what, delta or not) is what the effect is. */
class EffectKindTest {

    /** One write that took place, and the primary's reply. */
    record Example(String command, @Nullable Object reply) {

        @Override
        public String toString() {
            return command;
        }
    }

    private static final List<Object> ENTRY = List.of(bytes("1-1"), List.of(bytes("f"), bytes("v")));

    static Stream<Example> examples() {
        return Stream.of(
                new Example("APPEND a x", 3L),
                new Example("HDEL a f", 1L),
                new Example("PFADD a b", 1L),
                new Example("SORT a STORE b", 2L),
                new Example("EVAL script 1 a", 2L),
                new Example("SET a 1 NX EX 10", bytes("OK")),
                new Example("SETNX a 1", 1L),
                new Example("GETSET a 1", bytes("0")),
                new Example("SETEX a 10 1", bytes("OK")),
                new Example("PSETEX a 10000 1", bytes("OK")),
                new Example("MSETNX a 1 b 2", 1L),
                new Example("MSETEX 2 a 1 b 2 EX 10", 1L),
                new Example("GETDEL a", bytes("1")),
                new Example("DELIFEQ a 1", 1L),
                new Example("EXPIRE a 10", 1L),
                new Example("PEXPIRE a 10000 GT", 1L),
                new Example("EXPIREAT a 9999999999 NX", 1L),
                new Example("GETEX a EX 10", bytes("1")),
                new Example("RESTORE a 0 payload", bytes("OK")),
                new Example("COPY a b", 1L),
                new Example("HEXPIRE a 10 FIELDS 1 f", List.of(1L)),
                new Example("HPEXPIRE a 10000 NX FIELDS 2 f g", List.of(1L, 2L)),
                new Example("HEXPIREAT a 9999999999 NX FIELDS 1 f", List.of(1L)),
                new Example("HPERSIST a FIELDS 2 f g", List.of(1L, -1L)),
                new Example("HSETEX a FNX EX 10 FIELDS 1 f v", 1L),
                new Example("HGETEX a EX 10 FIELDS 1 f", List.of(bytes("v"))),
                new Example("HGETDEL a FIELDS 1 f", List.of(bytes("v"))),
                new Example("SPOP a", bytes("m")),
                new Example("ZPOPMIN a", List.of(bytes("m"), bytes("1"))),
                new Example("BZPOPMAX a b 0", List.of(bytes("b"), bytes("m"), bytes("1"))),
                new Example("ZMPOP 2 a b MIN", List.of(bytes("b"), List.of(List.of(bytes("m"), bytes("1"))))),
                new Example("BLPOP a b 0", List.of(bytes("b"), bytes("e"))),
                new Example("BRPOP a b 0", List.of(bytes("b"), bytes("e"))),
                new Example("LMPOP 2 a b LEFT", List.of(bytes("b"), List.of(bytes("e")))),
                new Example("BLMPOP 0 2 a b RIGHT COUNT 2", List.of(bytes("b"), List.of(bytes("e")))),
                new Example("BLMOVE a b LEFT RIGHT 0", bytes("e")),
                new Example("BRPOPLPUSH a b 0", bytes("e")),
                new Example("ZADD a 1 m", 1L),
                new Example("ZINCRBY a 1 m", bytes("2.5")),
                new Example("SUNIONSTORE d a b", 3L),
                new Example("PFMERGE d a b", bytes("OK")),
                new Example("RENAME a d", bytes("OK")),
                new Example("RENAMENX a d", 1L),
                new Example("ZUNIONSTORE d 2 a b", 3L),
                new Example("XADD a * f v", bytes("1-1")),
                new Example("XTRIM a MAXLEN 10", 1L),
                new Example("XREADGROUP GROUP g c STREAMS a >", List.of(List.of(bytes("a"), List.of(ENTRY)))),
                new Example("XCLAIM a g c 10 1-1", List.of(ENTRY)),
                new Example("XAUTOCLAIM a g c 10 0", List.of(bytes("0-0"), List.of(ENTRY), List.of())),
                new Example("FLUSHALL", bytes("OK")),
                new Example("SCRIPT LOAD script", bytes("sha")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isWhatTheCatalogueSays(Example example) {
        Invocation invocation =
                Catalogue.builtIn().resolve(Command.of(example.command().split(" ")));
        Effect effect = Effects.standard().of(invocation, example.reply());
        assertThat(effect.isNothing()).isFalse();
        boolean sameWords = effect.steps().size() == 1
                && Arrays.deepEquals(
                        effect.steps().get(0).words(), invocation.command().words());
        assertThat(treatment(effect, sameWords)).isEqualTo(invocation.effect().treatment());
        assertThat(effect.needsBase()).as("delta").isEqualTo(invocation.needsBase());
        ReplyClass said = invocation.effect().replyClass();
        for (Step step : effect.steps()) {
            if (said == ReplyClass.SAME || said == ReplyClass.KNOWN) {
                assertThat(step.expected()).isNotNull().isNotSameAs(Step.ANY);
            }
            if (said == ReplyClass.SAME) {
                boolean same = step.expected() instanceof Double number
                        ? number.equals(Numbers.decimal(example.reply()))
                        : Replies.same(step.expected(), example.reply());
                assertThat(same).as("expects the primary's reply").isTrue();
            }
        }
        assertThat(effect.steps().isEmpty()).isEqualTo(said == ReplyClass.NONE);
    }

    private static Treatment treatment(Effect effect, boolean sameWords) {
        if (effect.reach() == Reach.EVERY_NODE || effect.reach() == Reach.WHOLE_DATA_SET) {
            return Treatment.EVERY_NODE;
        }
        if (effect.isRepair()) {
            return Treatment.REPAIRED;
        }
        return sameWords ? Treatment.REPLAYED : Treatment.REWRITTEN;
    }

    @Test
    void everyKindHasAnExample() {
        Set<EffectKind> seen = EnumSet.of(EffectKind.NONE, EffectKind.CHANNEL); // what is not mirrored
        examples()
                .map(example ->
                        Catalogue.builtIn().resolve(Command.of(example.command().split(" "))))
                .forEach(invocation -> seen.add(invocation.effect()));
        assertThat(seen).containsExactlyInAnyOrder(EffectKind.values());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
