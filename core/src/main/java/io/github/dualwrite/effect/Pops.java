package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removals whose reply says what was removed, and from which key. A blocking form that waited in vain answers nil and did nothing; one that did
 * not is the plain form. What leaves a set is removed by name: which member an equal set gives up is chance, and of sorted sets the plain pop
 * answers with scores, which every server version writes in its own way.
 */
final class Pops {

    private Pops() {}

    /** {@code SPOP key [count]}. */
    static Effect set(Invocation invocation, @Nullable Object reply) {
        if (Make.isNone(reply)) {
            return Effect.NOTHING;
        }
        byte[] key = invocation.command().word(1);
        List<byte[]> members = reply instanceof byte[] member ? List.of(member) : Make.strings(reply);
        return members == null
                ? Make.repair(invocation)
                : Make.step(invocation, true, Step.of((long) members.size(), Make.words(members, Words.SREM, key)));
    }

    /** {@code ZPOPMIN}, {@code ZPOPMAX key [count]}: members and scores. */
    static Effect sorted(Invocation invocation, @Nullable Object reply) {
        return Make.isNone(reply)
                ? Effect.NOTHING
                : removal(invocation, invocation.command().word(1), members(reply));
    }

    /** {@code BZPOPMIN}, {@code BZPOPMAX}: key, member, score. */
    static Effect blockingSorted(Invocation invocation, @Nullable Object reply) {
        if (Make.isNone(reply)) {
            return Effect.NOTHING;
        }
        return reply instanceof List<?> list
                        && list.size() == 3
                        && list.get(0) instanceof byte[] key
                        && list.get(1) instanceof byte[] member
                ? removal(invocation, key, List.of(member))
                : Make.repair(invocation);
    }

    /** {@code ZMPOP}, {@code BZMPOP}: the key and pairs of member and score. */
    static Effect multiSorted(Invocation invocation, @Nullable Object reply) {
        if (Make.isNone(reply)) {
            return Effect.NOTHING;
        }
        return reply instanceof List<?> list && list.size() == 2 && list.get(0) instanceof byte[] key
                ? removal(invocation, key, members(list.get(1)))
                : Make.repair(invocation);
    }

    /** {@code BLPOP}, {@code BRPOP}: key and element. */
    static Effect blockingList(Invocation invocation, @Nullable Object reply, byte[] pop) {
        if (Make.isNone(reply)) {
            return Effect.NOTHING;
        }
        return reply instanceof List<?> list
                        && list.size() == 2
                        && list.get(0) instanceof byte[] key
                        && list.get(1) instanceof byte[] element
                ? Make.on(invocation, List.of(key), true, List.of(Step.of(element, pop, key)))
                : Make.repair(invocation);
    }

    /** {@code LMPOP numkeys key ... LEFT|RIGHT [COUNT n]} and, from the word {@code numkeys} on alike, {@code BLMPOP}. */
    static Effect multiList(Invocation invocation, @Nullable Object reply, int numkeys) {
        if (Make.isNone(reply)) {
            return Effect.NOTHING;
        }
        Command command = invocation.command();
        long side = numkeys + 1 + Numbers.parse(command.word(numkeys));
        if (side > numkeys
                && side < command.size()
                && reply instanceof List<?> list
                && list.size() == 2
                && list.get(0) instanceof byte[] key
                && list.get(1) instanceof List<?> elements) {
            byte[] pop = Words.is(command.word((int) side), "LEFT") ? Words.LPOP : Words.RPOP;
            Step step = Step.of(elements, pop, key, Numbers.text(elements.size()));
            return Make.on(invocation, List.of(key), true, List.of(step));
        }
        return Make.repair(invocation);
    }

    /** {@code BLMOVE} and {@code BRPOPLPUSH}: the plain command is the same without the time to wait, which is its last word. */
    static Effect blockingMove(Invocation invocation, @Nullable Object reply, byte[] move) {
        if (reply == null) {
            return Effect.NOTHING;
        }
        byte[][] words = invocation.command().words();
        byte[][] plain = Arrays.copyOf(words, words.length - 1);
        plain[0] = move;
        return Make.step(invocation, true, Step.of(reply, plain));
    }

    private static Effect removal(Invocation invocation, byte[] key, @Nullable List<byte[]> members) {
        if (members == null) {
            return Make.repair(invocation);
        }
        Step step = Step.of((long) members.size(), Make.words(members, Words.ZREM, key));
        return Make.on(invocation, List.of(key), true, List.of(step));
    }

    /** Members of pairs with scores, flat (RESP2) or nested (RESP3), or null for another shape. */
    private static @Nullable List<byte[]> members(@Nullable Object pairs) {
        if (!(pairs instanceof List<?> list) || list.isEmpty()) {
            return null;
        }
        boolean nested = list.get(0) instanceof List<?>;
        byte[][] members = new byte[nested ? list.size() : list.size() / 2][];
        for (int i = 0; i < members.length; i++) {
            Object pair = nested ? list.get(i) : list.get(2 * i);
            Object member = pair instanceof List<?> inner && inner.size() == 2 ? inner.get(0) : pair;
            if (!(member instanceof byte[] name)) {
                return null;
            }
            members[i] = name;
        }
        return Arrays.asList(members);
    }
}
