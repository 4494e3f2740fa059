package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.RespError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands that can fail half-way (scripts, functions, modules): only an error that the server gives before it starts them says that nothing happened.
 */
final class Scripts {

    /**
     * How the server begins such errors. Not {@code BUSY} and {@code LOADING}, which scripts like to answer themselves after they have written: a copy
     * too many is harmless.
     */
    private static final List<String> BEFORE_THE_START = List.of(
            "MOVED ",
            "ASK ",
            "TRYAGAIN ",
            "CLUSTERDOWN ",
            "CROSSSLOT ",
            "NOSCRIPT No matching script",
            "NOAUTH Authentication");

    private Scripts() {}

    /** The declared keys are copied, whatever was answered after the start. */
    static Effect repair(Invocation invocation, @Nullable Object reply) {
        return reply instanceof RespError error && isBeforeTheStart(error.message())
                ? Effect.NOTHING
                : Make.repair(invocation);
    }

    private static boolean isBeforeTheStart(String message) {
        return BEFORE_THE_START.stream().anyMatch(message::startsWith);
    }
}
