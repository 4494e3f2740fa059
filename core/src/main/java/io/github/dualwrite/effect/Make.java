package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few shapes that every maker of effects ends in. */
final class Make {

    private Make() {}

    /** One step on the keys written. */
    static Effect step(Invocation invocation, boolean needsBase, Step step) {
        return steps(invocation, needsBase, List.of(step));
    }

    /** Several steps on the keys written, as one unit; nothing when there are none. */
    static Effect steps(Invocation invocation, boolean needsBase, List<Step> steps) {
        return on(invocation, invocation.writtenKeys(), needsBase, steps);
    }

    /** Steps on some of the keys that the command named: the reply says that the others did not change. A reply that names others is not understood. */
    static Effect on(Invocation invocation, List<byte[]> keys, boolean needsBase, List<Step> steps) {
        if (!areNamed(keys, invocation.writtenKeys())) {
            return repair(invocation);
        }
        return steps.isEmpty()
                ? Effect.NOTHING
                : Effect.of(
                        steps, keys, needsBase, Reach.KEYS, invocation.command().name(), List.of());
    }

    private static boolean areNamed(List<byte[]> keys, List<byte[]> named) {
        if (keys == named) {
            return true;
        }
        for (byte[] key : keys) {
            boolean found = false;
            for (int i = 0; i < named.size() && !found; i++) {
                found = Arrays.equals(key, named.get(i));
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** The same words with the same reply. */
    static Effect replay(Invocation invocation, boolean needsBase, @Nullable Object reply) {
        Object expected = expected(reply);
        return needsBase == invocation.needsBase()
                ? new Replay(invocation, expected)
                : step(
                        invocation,
                        needsBase,
                        Step.of(expected, invocation.command().words()));
    }

    /** The keys written, copied; of unknown reach when the command named none. */
    static Effect repair(Invocation invocation) {
        String name = invocation.command().name();
        List<byte[]> keys = invocation.writtenKeys();
        return keys.isEmpty()
                ? Effect.of(List.of(), List.of(), false, Reach.UNKNOWN, name, List.of())
                : Effect.repair(name, keys);
    }

    /** What a secondary says over RESP2 when the primary said {@code reply}, over either version. */
    static @Nullable Object expected(@Nullable Object reply) {
        if (reply instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        return reply instanceof List<?> list && differsInResp2(list) ? Step.ANY : reply;
    }

    /** RESP2 writes a number inside a list as text whose form depends on the server's version, and flattens pairs. */
    private static boolean differsInResp2(List<?> list) {
        for (Object element : list) {
            if (element instanceof Double
                    || element instanceof Boolean
                    || (element instanceof List<?> inner && differsInResp2(inner))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a reply says that nothing was found, popped, claimed or changed: nil, 0 or an empty list. */
    static boolean isNone(@Nullable Object reply) {
        return reply == null
                || (reply instanceof Long number && number == 0)
                || (reply instanceof List<?> list && list.isEmpty())
                || (reply instanceof Boolean truth && !truth);
    }

    static boolean isOne(@Nullable Object reply) {
        return (reply instanceof Long number && number == 1) || (reply instanceof Boolean truth && truth);
    }

    /** A start and what follows it, as one command. */
    static byte[][] words(List<byte[]> rest, byte[]... start) {
        byte[][] words = Arrays.copyOf(start, start.length + rest.size());
        for (int i = 0; i < rest.size(); i++) {
            words[start.length + i] = rest.get(i);
        }
        return words;
    }

    /** The elements of a list of byte strings, or null when an element is something else. */
    static @Nullable List<byte[]> strings(@Nullable Object reply) {
        if (!(reply instanceof List<?> list)) {
            return null;
        }
        List<byte[]> strings = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof byte[] string)) {
                return null;
            }
            strings.add(string);
        }
        return strings;
    }
}
