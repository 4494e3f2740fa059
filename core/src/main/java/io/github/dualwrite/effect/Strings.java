package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings that are set as a whole: what remains of a conditional set that took place is a plain one. */
final class Strings {

    private static final int NOT_SET = 0;
    private static final int DONE = 1;
    private static final int UNCLEAR = 2;

    private Strings() {}

    /** {@code SET key value [NX|XX|IFEQ v|...] [GET] [EX|PX|EXAT|PXAT n|KEEPTTL]}. */
    static Effect set(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        int size = command.size();
        if (size == 3) {
            return Make.replay(invocation, false, Words.OK);
        }
        Expiry expiry = Expiry.NONE;
        boolean get = false;
        int condition = 0;
        for (int i = 3; i < size; i++) {
            byte[] word = command.word(i);
            if (Words.is(word, "GET")) {
                get = true;
            } else if (Words.is(word, "NX") || Words.is(word, "XX")) {
                condition = i;
            } else if (isComparison(word)) {
                condition = i++;
            } else {
                Expiry found = Expiry.at(command, i);
                if (found == null) {
                    return Make.repair(
                            invocation); // an option of a newer server: whether it set, only the key can tell
                }
                expiry = found;
                i += found.length() - 1;
            }
        }
        int outcome = get ? outcomeOfGet(command, condition, reply) : reply == null ? NOT_SET : DONE;
        if (outcome == NOT_SET) {
            return Effect.NOTHING;
        }
        return outcome == UNCLEAR
                ? Make.repair(invocation)
                : Make.step(invocation, expiry.keeps(), expiry.set(command.word(1), command.word(2)));
    }

    private static boolean isComparison(byte[] word) {
        return Words.is(word, "IFEQ") || Words.is(word, "IFNE") || Words.is(word, "IFDEQ") || Words.is(word, "IFDNE");
    }

    /** With {@code GET} the reply is the old value, so whether the condition held follows from that. */
    private static int outcomeOfGet(Command command, int condition, @Nullable Object old) {
        if (condition == 0) {
            return DONE;
        }
        byte[] word = command.word(condition);
        if (Words.is(word, "NX")) {
            return old == null ? DONE : NOT_SET;
        }
        if (Words.is(word, "XX")) {
            return old == null ? NOT_SET : DONE;
        }
        if (Words.is(word, "IFEQ")) {
            return old instanceof byte[] value && Arrays.equals(value, command.word(condition + 1)) ? DONE : NOT_SET;
        }
        if (Words.is(word, "IFNE")) {
            return old instanceof byte[] value && Arrays.equals(value, command.word(condition + 1)) ? NOT_SET : DONE;
        }
        return UNCLEAR; // digests are the server's own arithmetic
    }

    /** {@code SETNX}: 1 when it set. */
    static Effect setNx(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        return Make.isOne(reply)
                ? Make.step(invocation, false, Expiry.NONE.set(command.word(1), command.word(2)))
                : Effect.NOTHING;
    }

    /** {@code GETSET key value}: the reply is the old value, the write a plain set. */
    static Effect getSet(Invocation invocation) {
        Command command = invocation.command();
        return Make.step(invocation, false, Expiry.NONE.set(command.word(1), command.word(2)));
    }

    /** {@code SETEX key seconds value} and {@code PSETEX key milliseconds value}. */
    static Effect setEx(Invocation invocation, boolean seconds) {
        Command command = invocation.command();
        byte[] time = command.word(2);
        long millis = seconds ? Numbers.secondsToMillis(time) : Numbers.parse(time);
        return millis == Numbers.NONE
                ? Make.repair(invocation)
                : Make.step(invocation, false, Expiry.millis(millis).set(command.word(1), command.word(3)));
    }

    /** {@code MSETNX}: 1 when it set all of them. */
    static Effect msetNx(Invocation invocation, @Nullable Object reply) {
        if (!Make.isOne(reply)) {
            return Effect.NOTHING;
        }
        byte[][] words = invocation.command().words().clone();
        words[0] = Words.MSET;
        return Make.step(invocation, false, Step.of(Words.OK, words));
    }

    /**
     * {@code MSETEX numkeys key value [key value ...] [NX|XX] [EX|PX|EXAT|PXAT n|KEEPTTL]}: 1 when it set all of them. As one unit of plain
     * sets, which secondaries without the command understand too.
     */
    static Effect msetEx(Invocation invocation, @Nullable Object reply) {
        if (!Make.isOne(reply)) {
            return Effect.NOTHING;
        }
        Command command = invocation.command();
        long count = Numbers.parse(command.word(1));
        if (count < 1 || 2 + 2 * count > command.size()) {
            return Make.repair(invocation);
        }
        int options = (int) (2 + 2 * count);
        Expiry expiry = Expiry.NONE;
        for (int i = options; i < command.size(); i++) {
            byte[] word = command.word(i);
            if (!Words.is(word, "NX") && !Words.is(word, "XX")) {
                Expiry found = Expiry.at(command, i);
                if (found == null) {
                    return Make.repair(invocation);
                }
                expiry = found;
                i += found.length() - 1;
            }
        }
        List<Step> steps = new ArrayList<>((int) count);
        for (int i = 2; i < options; i += 2) {
            steps.add(expiry.set(command.word(i), command.word(i + 1)));
        }
        return Make.steps(invocation, expiry.keeps(), steps);
    }

    /** {@code GETDEL}, {@code DELIFEQ}, {@code DELEX}: nil or 0 when the key stayed. */
    static Effect delete(Invocation invocation, @Nullable Object reply) {
        return Make.isNone(reply)
                ? Effect.NOTHING
                : Make.step(
                        invocation,
                        false,
                        Step.of(1L, Words.UNLINK, invocation.command().word(1)));
    }
}
