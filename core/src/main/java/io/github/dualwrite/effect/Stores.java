package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes whose result comes from other keys: right on a secondary only where those keys are known to be equal, and nobody knows better. */
final class Stores {

    private Stores() {}

    /** The same words; 0 is no reason to leave it out, for an empty result deletes the destination. */
    static Effect replay(Invocation invocation, @Nullable Object reply) {
        Step step = Step.of(Make.expected(reply), invocation.command().words());
        return reading(invocation, invocation.needsBase(), step);
    }

    /** {@code COPY source destination [DB n] [REPLACE]}: 1 when it copied. Without {@code REPLACE} the destination did not exist. */
    static Effect copy(Invocation invocation, @Nullable Object reply) {
        if (!Make.isOne(reply)) {
            return Effect.NOTHING;
        }
        Command command = invocation.command();
        boolean replace = false;
        for (int i = 3; i < command.size(); i++) {
            replace |= Words.is(command.word(i), "REPLACE");
        }
        return reading(invocation, !replace, Step.of(1L, command.words()));
    }

    /** {@code RENAME}, {@code RENAMENX}: the source goes, and the destination becomes what it was, whatever was there before. */
    static Effect rename(Invocation invocation, @Nullable Object reply) {
        return Make.isNone(reply)
                ? Effect.NOTHING
                : Effect.of(
                        List.of(Step.of(
                                Make.expected(reply), invocation.command().words())),
                        invocation.writtenKeys(),
                        false,
                        Reach.KEYS,
                        invocation.command().name(),
                        invocation.writtenKeys().subList(0, 1));
    }

    private static Effect reading(Invocation invocation, boolean needsBase, Step step) {
        return Effect.of(
                List.of(step),
                invocation.writtenKeys(),
                needsBase,
                Reach.KEYS,
                invocation.command().name(),
                invocation.sourceKeys());
    }
}
