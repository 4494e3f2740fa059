package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Effects that are not about the keys a command names. */
final class Wide {

    private Wide() {}

    /** {@code FLUSHALL}, {@code FLUSHDB [ASYNC|SYNC]}. */
    static Effect flush(Invocation invocation) {
        return make(
                invocation, Reach.WHOLE_DATA_SET, Words.OK, invocation.command().words());
    }

    /**
     * {@code SCRIPT LOAD|FLUSH}, {@code FUNCTION LOAD|DELETE|FLUSH|RESTORE}: for every primary node. The primary took them, so what is there under the
     * same name gives way: something older, or the same from an attempt whose reply was lost.
     */
    static Effect everyNode(Invocation invocation, @Nullable Object reply) {
        byte[][] words = invocation.command().words();
        if (invocation.command().name().equals("FUNCTION") && words.length > 2) {
            words = replacing(words);
        }
        return make(invocation, Reach.EVERY_NODE, Make.expected(reply), words);
    }

    private static byte[][] replacing(byte[][] words) {
        boolean load = Words.is(words[1], "LOAD") && words.length == 3;
        boolean restore =
                Words.is(words[1], "RESTORE") && (words.length == 3 || Words.is(words[words.length - 1], "APPEND"));
        if (load) {
            return new byte[][] {words[0], words[1], Words.REPLACE, words[2]};
        }
        return restore ? new byte[][] {words[0], words[1], words[2], Words.REPLACE} : words;
    }

    private static Effect make(Invocation invocation, Reach reach, @Nullable Object expected, byte[][] words) {
        Step step = Step.of(expected, words);
        return Effect.of(
                List.of(step), List.of(), false, reach, invocation.command().name(), List.of());
    }
}
