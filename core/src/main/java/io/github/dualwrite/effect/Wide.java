package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Effects that are not about the keys a command names. */
final class Wide {

    private Wide() {}

    /** {@code FLUSHALL}, {@code FLUSHDB [ASYNC|SYNC]}. */
    static Effect flush(Invocation invocation) {
        return make(invocation, Reach.WHOLE_DATA_SET, Words.OK);
    }

    /** {@code SCRIPT LOAD|FLUSH}, {@code FUNCTION LOAD|DELETE|FLUSH|RESTORE}: for every primary node. */
    static Effect everyNode(Invocation invocation, @Nullable Object reply) {
        return make(invocation, Reach.EVERY_NODE, Make.expected(reply));
    }

    /** {@code PUBLISH}, {@code SPUBLISH}: how many listeners there are is each cluster's own affair. */
    static Effect channel(Invocation invocation) {
        return make(invocation, Reach.CHANNEL, Step.ANY);
    }

    private static Effect make(Invocation invocation, Reach reach, @Nullable Object expected) {
        Step step = Step.of(expected, invocation.command().words());
        return new Effect(
                List.of(step), List.of(), false, reach, invocation.command().name(), List.of());
    }
}
