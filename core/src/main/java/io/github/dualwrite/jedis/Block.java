package io.github.dualwrite.jedis;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.resp.RespError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands sent since {@code MULTI}. Nobody may have read its reply yet, so the server may turn out not to queue them. */
final class Block {

    private static final byte[] QUEUED = "QUEUED".getBytes(StandardCharsets.US_ASCII);

    private final Engine engine;
    private final List<Invocation> invocations = new ArrayList<>();

    Block(Engine engine) {
        this.engine = engine;
    }

    /** Waits for the reply to {@code MULTI}; runs {@code refused} if the server did not begin. */
    Write begin(Runnable refused) {
        return new Answer() {
            @Override
            public void completed(@Nullable Object reply) {
                if (reply instanceof RespError) {
                    refused.run();
                }
            }

            @Override
            public void notExecuted() {
                refused.run();
            }
        };
    }

    /** One more command. Waits for the server to say that it is queued. */
    Write add(Invocation invocation) {
        invocations.add(invocation);
        return new Answer() {
            @Override
            public void completed(@Nullable Object reply) {
                boolean queued = reply instanceof byte[] word && Arrays.equals(word, QUEUED);
                if (!queued && !(reply instanceof RespError) && invocation.access() == Access.WRITE) {
                    engine.begin(invocation).outcomeUnknown(); // executed at once, and already: its keys are copied
                }
            }
        };
    }

    List<Invocation> invocations() {
        return invocations;
    }

    /** Nothing has happened as long as there was no {@code EXEC}. */
    private abstract static class Answer implements Write {

        @Override
        public void notExecuted() {}

        @Override
        public void outcomeUnknown() {}

        @Override
        public void lost(ConnectionId connection) {}
    }
}
