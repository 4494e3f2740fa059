package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.RespError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Commands that can fail half-way (scripts, functions, modules): only an error that the server gives before it starts them says that nothing happened.
 */
final class Scripts {

    private static final Set<String> BEFORE_THE_START = Set.of(
            "MOVED",
            "ASK",
            "TRYAGAIN",
            "CLUSTERDOWN",
            "CROSSSLOT",
            "NOSCRIPT",
            "LOADING",
            "BUSY",
            "NOAUTH",
            "EXECABORT");

    private Scripts() {}

    /** The declared keys are copied, whatever was answered after the start. */
    static Effect repair(Invocation invocation, @Nullable Object reply) {
        return reply instanceof RespError error && BEFORE_THE_START.contains(error.code())
                ? Effect.NOTHING
                : Make.repair(invocation);
    }
}
