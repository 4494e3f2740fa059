package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import org.jspecify.annotations.Nullable;

/** Sorted sets whose reply is a score, and those made from other keys by arithmetic. */
final class Scores {

    private Scores() {}

    /**
     * {@code ZINCRBY}: as it is, for an increment of an equal score is exact and, unlike the resulting score, right in any order with the increments of
     * another process; the score is compared as a number.
     */
    static Effect increment(Invocation invocation, @Nullable Object reply) {
        Double score = Numbers.decimal(reply);
        return score == null
                ? Make.repair(invocation)
                : Make.step(
                        invocation, true, Step.of(score, invocation.command().words()));
    }

    /** {@code ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member ...}: with {@code INCR} and a score for a reply, the increment. */
    static Effect add(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        boolean incr = false;
        int i = 2;
        for (; i < command.size() && isOption(command.word(i)); i++) {
            incr |= Words.is(command.word(i), "INCR");
        }
        if (!incr) {
            return Make.replay(invocation, true, reply);
        }
        if (reply == null) {
            return Effect.NOTHING; // the condition did not hold
        }
        Double score = Numbers.decimal(reply);
        if (score == null || i + 2 != command.size()) {
            return Make.repair(invocation);
        }
        Step step = Step.of(score, Words.ZINCRBY, command.word(1), command.word(i), command.word(i + 1));
        return Make.step(invocation, true, step);
    }

    /**
     * {@code ZUNIONSTORE}, {@code ZINTERSTORE}: a sum of three or more scores depends on the order in which equally large sources are taken, which
     * servers leave open, so then the result is copied.
     */
    static Effect combine(Invocation invocation, @Nullable Object reply) {
        return Numbers.parse(invocation.command().word(2)) > 2
                ? Make.repair(invocation)
                : Stores.replay(invocation, reply);
    }

    private static boolean isOption(byte[] word) {
        return Words.is(word, "NX")
                || Words.is(word, "XX")
                || Words.is(word, "GT")
                || Words.is(word, "LT")
                || Words.is(word, "CH")
                || Words.is(word, "INCR");
    }
}
