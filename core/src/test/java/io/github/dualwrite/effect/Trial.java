package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.effect.EffectCase.Outcome;
import io.github.dualwrite.repair.CopyOutcome;
import io.github.dualwrite.repair.KeyCopy;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.Since;
import io.github.dualwrite.versions.Versions.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case on one pair of servers: the write on the primary, the effect made of its reply, the effect on the secondary, and the comparison of
 * everything. With both protocol versions, and, where the effect claims to fix the whole state, also on a secondary in another state: there an
 * answer that is accepted must mean equality too.
 */
final class Trial {

    private static final Duration TTL_TOLERANCE = Duration.ofSeconds(5);
    private static final Since FIELD_TTLS = Since.either(7, 4, 9, 0);

    /** The state of the written keys on the secondary before. */
    private enum Base {
        SAME,
        ABSENT,
        ANOTHER
    }

    private final EffectCase what;
    private final Pair pair;
    private List<Command> commands = List.of();

    Trial(EffectCase what, Pair pair) {
        this.what = what;
        this.pair = pair;
    }

    void run() throws IOException {
        for (String line : what.commands) {
            String name = line.split(" ")[0];
            assumeTrue(pair.primary().knows(name), pair.primary() + " does not know " + name);
        }
        for (String line : what.given) {
            String name = line.split(" ")[0];
            assumeTrue(pair.primary().knows(name), pair.primary() + " does not know " + name);
            assumeTrue(pair.secondary().knows(name), pair.secondary() + " does not know " + name);
        }
        assumeTrue(what.since.includes(pair.primary().server()), pair.primary() + " does not know this form");
        assumeTrue(
                what.until == null || !what.until.includes(pair.primary().server()),
                pair.primary() + " has learned better");
        Effect effect = prepare(Base.SAME, false);
        finish(effect, Base.SAME);
        finish(prepare(Base.SAME, true), Base.SAME);
        if (what.outcome == Outcome.REPLAYED && !effect.needsBase() && effect.reach() == Reach.KEYS) {
            finish(prepare(Base.ABSENT, false), Base.ABSENT);
            finish(prepare(Base.ANOTHER, false), Base.ANOTHER);
        }
    }

    private Effect prepare(Base base, boolean resp3) throws IOException {
        pair.empty();
        pair.primary().run(what.given);
        pair.secondary().run(what.given);
        DataSet before = pair.primary().data();
        commands = new ArrayList<>();
        for (String line : what.commands) {
            commands.add(Script.command(line, pair.primary()));
        }
        Object reply = execute(resp3);
        Effect effect = effect(reply);
        String seen = "%s answered %s: %s".formatted(what, Applied.show(reply), Applied.show(effect.steps()));
        assertThat(isError(reply)).as(seen).isEqualTo(what.fails);
        check(effect, before, seen);
        if (base != Base.SAME) {
            disturb(effect, base);
        }
        return effect;
    }

    private @Nullable Object execute(boolean resp3) throws IOException {
        if (!what.transaction) {
            return pair.primary().call(commands.get(0), resp3);
        }
        pair.primary().call(Command.of("MULTI"), resp3);
        for (Command command : commands) {
            pair.primary().call(command, resp3);
        }
        return pair.primary().call(Command.of("EXEC"), resp3);
    }

    private boolean isError(@Nullable Object reply) {
        if (what.transaction && reply instanceof List<?> replies) {
            return replies.stream().anyMatch(RespError.class::isInstance);
        }
        return reply instanceof RespError;
    }

    private Effect effect(@Nullable Object reply) {
        List<Invocation> invocations = new ArrayList<>();
        for (Command command : commands) {
            invocations.add(Catalogue.builtIn().resolve(command));
        }
        return what.transaction
                ? Effects.standard().transaction(invocations, reply)
                : Effects.standard().of(invocations.get(0), reply);
    }

    private void check(Effect effect, DataSet before, String seen) throws IOException {
        assertThat(effect.reach()).as(seen).isEqualTo(what.reach);
        List<String> keys = effect.keys().stream().map(Script::text).toList();
        Set<String> changed = new LinkedHashSet<>();
        for (String line : before.differences(pair.primary().data(), TTL_TOLERANCE)) {
            changed.add(line.substring(0, line.indexOf(": ")));
        }
        if (effect.reach() != Reach.WHOLE_DATA_SET) {
            assertThat(keys).as("keys changed by %s", seen).containsAll(changed);
        }
        switch (what.outcome) {
            case NOTHING -> assertThat(effect.isNothing()).as(seen).isTrue();
            case COPIED -> assertThat(effect.isRepair()).as(seen).isTrue();
            case REPLAYED, DOUBTED ->
                assertThat(effect.isRepair() || effect.isNothing()).as(seen).isFalse();
        }
        if (what.outcome != Outcome.NOTHING) {
            List<String> expected = what.keys;
            assertThat(keys)
                    .as("keys of %s", seen)
                    .containsExactlyElementsOf(
                            expected != null
                                    ? expected
                                    : List.of(Script.text(commands.get(0).word(1))));
        }
        if (what.steps != null) {
            assertThat(names(effect)).as(seen).isEqualTo(what.steps);
        }
    }

    private static List<String> names(Effect effect) {
        return effect.steps().stream()
                .map(step -> Script.text(step.words()[0]).toUpperCase(Locale.ROOT))
                .toList();
    }

    /** Keys that the steps read stay as they are: an effect with a source that is not equal is never sent. */
    private void disturb(Effect effect, Base base) throws IOException {
        Set<String> sources = new LinkedHashSet<>();
        effect.sources().forEach(source -> sources.add(Script.text(source)));
        for (byte[] key : effect.keys()) {
            if (!sources.contains(Script.text(key))) {
                pair.secondary().connection().call(Script.bytes("DEL"), key);
                if (base == Base.ANOTHER) {
                    pair.secondary().connection().call(Script.bytes("RPUSH"), key, Script.bytes("other"));
                    pair.secondary().connection().call(Script.bytes("PEXPIRE"), key, Script.bytes("7000000"));
                }
            }
        }
    }

    private void finish(Effect effect, Base base) throws IOException {
        boolean equal = false;
        if (!effect.steps().isEmpty()) {
            boolean known = secondaryKnows(effect) && secondaryReads(effect);
            Applied applied = Applied.to(pair.secondary().connection(), effect.steps());
            String seen = "%s on a base that is %s: %s answered %s"
                    .formatted(what, base, Applied.show(effect.steps()), applied.answers());
            if (base == Base.SAME) {
                assertThat(applied.accepted()).as(seen).isEqualTo(known && what.outcome == Outcome.REPLAYED);
                assertThat(applied.error() == null).as(seen).isEqualTo(known);
            }
            equal = applied.accepted() && effect.reach() != Reach.EVERY_NODE;
        }
        if (!equal && !copy(effect)) {
            return;
        }
        assertThat(pair.primary().data().differences(pair.secondary().data(), TTL_TOLERANCE))
                .as("differences after %s on a base that is %s", what, base)
                .isEmpty();
    }

    private boolean secondaryKnows(Effect effect) {
        return names(effect).stream().allMatch(pair.secondary()::knows)
                && what.stepsSince.includes(pair.secondary().server());
    }

    /** An older server refuses what a newer one has serialized. */
    private boolean secondaryReads(Effect effect) throws IOException {
        for (Step step : effect.steps()) {
            if (Script.text(step.words()[0]).equals("RESTORE")) {
                byte[] probe = Script.bytes("probe");
                byte[] forEver = Script.bytes("0");
                Object reply = pair.secondary().connection().call(step.words()[0], probe, forEver, step.words()[3]);
                pair.secondary().connection().call(Script.bytes("DEL"), probe);
                return !(reply instanceof RespError);
            }
        }
        return true;
    }

    /** Whether the keys could be copied. Times to live of hash fields cannot, to a secondary that knows of none, and vector sets neither. */
    private boolean copy(Effect effect) throws IOException {
        for (byte[] key : effect.keys()) {
            CopyOutcome outcome =
                    KeyCopy.copy(pair.primary().connection(), pair.secondary().connection(), key, false, false);
            if (outcome.kind() == CopyOutcome.Kind.NEVER && outcome.reason().contains("type vectorset")) {
                if (!pair.secondary().knows("VADD")) {
                    return false;
                }
                restore(key);
                continue;
            }
            if (outcome.kind() == CopyOutcome.Kind.NEVER
                    && !FIELD_TTLS.includes(pair.secondary().server())) {
                assertThat(outcome.reason()).contains("hash fields with a time to live");
                return false;
            }
            assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(CopyOutcome.Kind.COPIED);
        }
        return true;
    }

    /** As they are: there is no other way to copy them. */
    private void restore(byte[] key) throws IOException {
        byte[] dump =
                (byte[]) Objects.requireNonNull(pair.primary().connection().call(Script.bytes("DUMP"), key));
        byte[] forEver = Script.bytes("0");
        Object reply = pair.secondary()
                .connection()
                .call(Script.bytes("RESTORE"), key, forEver, dump, Script.bytes("REPLACE"));
        assertThat(Applied.show(reply)).isEqualTo("OK");
    }
}
