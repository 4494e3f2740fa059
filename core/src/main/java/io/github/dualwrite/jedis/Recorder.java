package io.github.dualwrite.jedis;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has sent and not yet read: replies come in the order of the commands, so the first reply completes the first write.
 * Knows {@code MULTI}: what is queued on the server is begun as one transaction when {@code EXEC} is sent. For one thread at a time.
 */
final class Recorder {

    private final Engine engine;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private final Subscriptions subscriptions = new Subscriptions();
    private @Nullable Block block;

    Recorder(Engine engine) {
        this.engine = engine;
    }

    /**
     * A command is about to be sent.
     *
     * @throws RefusedCommandException if it must not be
     */
    void begin(Command command) {
        if (subscriptions.begin(command)) {
            return;
        }
        if (subscriptions.areOpen()) {
            pass(engine.resolve(command));
            return;
        }
        switch (command.name()) {
            case "MULTI" -> {
                if (block == null) {
                    Block begun = new Block(engine);
                    block = begun;
                    waiting.add(begun.begin(() -> block = block == begun ? null : block));
                } else {
                    waiting.add(Write.NONE); // the server refuses it and keeps what it has queued
                }
            }
            case "DISCARD", "RESET" -> {
                block = null;
                waiting.add(Write.NONE);
            }
            case "EXEC" -> {
                Block ended = block;
                waiting.add(ended == null ? Write.NONE : engine.beginTransaction(ended.invocations()));
                block = null; // not where it is refused: the server still waits for its end
            }
            case "SELECT" -> {
                if (command.size() > 1 && !command.option(1).equals("0")) {
                    throw new RefusedCommandException(
                            "command SELECT: refused (expected: database 0, the only one that is mirrored)");
                }
                waiting.add(Write.NONE);
            }
            default -> {
                Block open = block;
                waiting.add(open == null ? engine.begin(command) : open.add(engine.resolve(command)));
            }
        }
    }

    /** A subscriber's connection carries messages that answer no command, so no reply could be told to be a write's. */
    private static void pass(Invocation invocation) {
        if (invocation.access() == Access.WRITE) {
            throw new RefusedCommandException("command " + invocation.command().name()
                    + ": refused on a connection that is subscribed (expected: another connection for writes)");
        }
    }

    /** Whether the command only reads, and nothing before it waits for a reply or for {@code EXEC}. */
    boolean isPlainRead(Command command) {
        return !isUnfinished() && engine.resolve(command).access() == Access.READ;
    }

    void completed(@Nullable Object reply) {
        Write write = waiting.poll();
        if (write == null) {
            subscriptions.received(reply);
        } else if (write != Write.NONE) {
            write.completed(Arguments.reply(reply));
        }
    }

    void failed(String message) {
        Write write = waiting.poll();
        if (write == null) {
            subscriptions.failed();
        } else {
            write.completed(new RespError(message));
        }
    }

    /** @param moved for good, so that the primary's map is out of date */
    void redirected(boolean moved) {
        if (moved) {
            engine.primary().refreshSoon();
        }
        Write write = waiting.poll();
        if (write == null) {
            subscriptions.failed();
        } else {
            write.notExecuted();
        }
    }

    /** No more replies will come: what waits has an unknown outcome. */
    void connectionLost(Supplier<ConnectionId> connection) {
        block = null;
        subscriptions.clear();
        Write write;
        while ((write = waiting.poll()) != null) {
            if (write != Write.NONE) {
                write.lost(connection.get());
            }
        }
    }

    /** Whether the connection is in a state that its next user would not expect. */
    boolean isUnfinished() {
        return !waiting.isEmpty() || subscriptions.areOpen() || block != null;
    }
}
