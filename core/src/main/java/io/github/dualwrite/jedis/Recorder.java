package io.github.dualwrite.jedis;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has sent and not yet read: replies come in the order of the commands, so the first reply completes the first write.
 * Knows {@code MULTI}: what is queued on the server is begun as one transaction when {@code EXEC} is sent. For one thread at a time.
 */
final class Recorder {

    private final Engine engine;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private @Nullable List<Invocation> block;
    private boolean streaming;

    Recorder(Engine engine) {
        this.engine = engine;
    }

    /**
     * A command is about to be sent.
     *
     * @throws RefusedCommandException if it must not be
     */
    void begin(Command command) {
        if (streaming) {
            return; // pushes do not answer commands one by one; only (un)subscribing is allowed by the server
        }
        switch (command.name()) {
            case "MULTI" -> {
                block = new ArrayList<>();
                waiting.add(Write.NONE);
            }
            case "DISCARD" -> {
                block = null;
                waiting.add(Write.NONE);
            }
            case "EXEC" -> {
                List<Invocation> invocations = block;
                block = null;
                waiting.add(invocations == null ? Write.NONE : engine.beginTransaction(invocations));
            }
            case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "MONITOR" -> streaming = true;
            case "CLIENT" -> {
                if (command.size() > 1 && command.option(1).equals("REPLY")) {
                    throw new RefusedCommandException(
                            "command CLIENT REPLY: refused (expected: a reply for every command, since it decides what the secondaries get)");
                }
                waiting.add(Write.NONE);
            }
            default -> {
                List<Invocation> invocations = block;
                if (invocations == null) {
                    waiting.add(engine.begin(command));
                } else {
                    invocations.add(engine.resolve(command));
                    waiting.add(Write.NONE);
                }
            }
        }
    }

    void completed(@Nullable Object reply) {
        Write write = waiting.poll();
        if (write != null) {
            write.completed(reply);
        }
    }

    void failed(String message) {
        completed(new RespError(message));
    }

    void redirected() {
        Write write = waiting.poll();
        if (write != null) {
            write.notExecuted();
        }
    }

    /** No more replies will come: what waits has an unknown outcome. */
    void connectionLost() {
        block = null;
        streaming = false;
        Write write;
        while ((write = waiting.poll()) != null) {
            write.outcomeUnknown();
        }
    }

    boolean isWaiting() {
        return !waiting.isEmpty() || streaming;
    }
}
