package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pending entries that change hands. Whether one is idle for long enough depends on the server's clock, so exactly those that were claimed are claimed
 * on a secondary, with no idle time asked for; their contents must come back the same.
 */
final class Claims {

    private Claims() {}

    /**
     * {@code XCLAIM key group consumer min-idle id ... [IDLE n] [TIME n] [RETRYCOUNT n] [FORCE] [JUSTID] [LASTID id]}. An id that was not claimed was
     * either not idle for long enough, or its entry is deleted and servers from 7.0 on have dropped it from the group: the reply does not say which, so
     * then the key is copied.
     */
    static Effect claim(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        int ids = 5;
        while (ids < command.size() && isId(command.word(ids))) {
            ids++;
        }
        List<byte[]> claimed = ids(reply);
        if (claimed == null || claimed.size() != ids - 5) {
            return Make.repair(invocation);
        }
        byte[][] words = command.words().clone();
        words[4] = Words.ZERO;
        return Make.step(invocation, true, Step.of(reply, words));
    }

    /**
     * {@code XAUTOCLAIM key group consumer min-idle start [COUNT n] [JUSTID]}: the next cursor, what was claimed and, from 7.0 on, the ids dropped
     * because their entries are deleted.
     */
    static Effect autoClaim(Invocation invocation, @Nullable Object reply) {
        if (!(reply instanceof List<?> parts) || parts.size() < 2) {
            return Make.repair(invocation);
        }
        List<byte[]> claimed = ids(parts.get(1));
        List<byte[]> dropped = parts.size() > 2 ? Make.strings(parts.get(2)) : List.of();
        if (claimed == null || dropped == null) {
            return Make.repair(invocation);
        }
        Command command = invocation.command();
        byte[] key = command.word(1);
        byte[] group = command.word(2);
        List<Step> steps = new ArrayList<>(2);
        if (!claimed.isEmpty()) {
            byte[][] words = Make.words(claimed, Words.XCLAIM, key, group, command.word(3), Words.ZERO);
            if (hasJustId(command)) {
                words = Arrays.copyOf(words, words.length + 1);
                words[words.length - 1] = Words.JUSTID;
            }
            steps.add(Step.of(parts.get(1), words));
        }
        if (!dropped.isEmpty()) {
            steps.add(Step.of((long) dropped.size(), Make.words(dropped, Words.XACK, key, group)));
        }
        return Make.steps(invocation, true, steps);
    }

    /** The options of {@code XAUTOCLAIM} come in any order. */
    private static boolean hasJustId(Command command) {
        for (int i = 6; i < command.size(); i++) {
            if (Words.is(command.word(i), "JUSTID")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isId(byte[] word) {
        return word.length > 0 && word[0] >= '0' && word[0] <= '9';
    }

    /** The ids of entries, or ids alone; null for another shape, such as the nil with which 6.2 stands for a deleted entry. */
    private static @Nullable List<byte[]> ids(@Nullable Object reply) {
        if (!(reply instanceof List<?> entries)) {
            return null;
        }
        List<byte[]> ids = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            Object id = entry instanceof List<?> pair && !pair.isEmpty() ? pair.get(0) : entry;
            if (!(id instanceof byte[] bytes)) {
                return null;
            }
            ids.add(bytes);
        }
        return ids;
    }
}
