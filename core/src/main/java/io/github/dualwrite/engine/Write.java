package io.github.dualwrite.engine;

import io.github.dualwrite.net.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way to the primary. A door begins it, sends the command, and then calls exactly one of these methods, once, from any
 * one thread. None of them waits for a secondary, unless the user asked for {@code ack: sync}. A write that is dropped without a call stays in
 * flight: its keys are copied rather than replayed from then on.
 */
public interface Write {

    /** For commands that write nothing: nothing to complete. */
    Write NONE = new Write() {
        @Override
        public void completed(@Nullable Object reply) {}

        @Override
        public void notExecuted() {}

        @Override
        public void outcomeUnknown() {}

        @Override
        public void lost(ConnectionId connection) {}
    };

    /**
     * The primary answered.
     *
     * @param reply as described in {@link io.github.dualwrite.resp.Replies}; a server's error as {@link io.github.dualwrite.resp.RespError}. For a
     *     transaction the reply of {@code EXEC}: a list with a reply per command, or {@code null} when it was aborted
     */
    void completed(@Nullable Object reply);

    /** The primary surely did not execute it: it was never sent, or the node redirected it. */
    void notExecuted();

    /** The primary will not execute it any more, but nobody knows whether it has. */
    void outcomeUnknown();

    /**
     * The connection broke or the time was over after the command may have been sent: nobody knows whether the primary has executed it or will. Its
     * keys are copied once it is known that the latter is over.
     *
     * @param connection the connection, which is closed and never used again
     */
    void lost(ConnectionId connection);
}
