package io.github.dualwrite.engine;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.resp.RespError;
import org.jspecify.annotations.Nullable;

/**
 * A message ({@code PUBLISH}, {@code SPUBLISH}) on its way to the primary: forwarded once the primary has answered. It changes no key, so there is
 * nothing to keep in order with writes and nothing to repair: a message whose outcome is unknown is dropped and counted.
 */
final class Message implements Write {

    private final Engine engine;
    private final Invocation invocation;

    Message(Engine engine, Invocation invocation) {
        this.engine = engine;
        this.invocation = invocation;
    }

    @Override
    public void completed(@Nullable Object reply) {
        if (!(reply instanceof RespError)) {
            for (Secondary secondary : engine.secondaries()) {
                secondary.forward(invocation.command());
            }
        }
    }

    @Override
    public void notExecuted() {}

    @Override
    public void outcomeUnknown() {
        for (Secondary secondary : engine.secondaries()) {
            secondary.dropMessage();
        }
    }

    @Override
    public void lost(ConnectionId connection) {
        outcomeUnknown();
    }
}
