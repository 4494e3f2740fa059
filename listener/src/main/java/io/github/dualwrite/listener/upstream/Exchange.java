package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.net.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is sent to a node and answered there, in turn. Told on the connection's event loop: {@link #send} at most once, and then exactly one
 * of {@link #replied} and {@link #lost}.
 */
public abstract class Exchange {

    private @Nullable Connection over;

    /** Not sent yet. */
    protected Exchange() {}

    final void sendNow(Connection connection, Outlet out) {
        over = connection;
        send(connection, out);
    }

    final void lost(String why) {
        Connection connection = over;
        lost(connection == null ? null : connection.id(), why);
    }

    /** The node has said that it did not execute it, so that it can be sent to another. */
    protected final void unsent() {
        over = null;
    }

    /** Writes one command. From now on the primary may execute it, so what writes is begun at the engine here. */
    protected abstract void send(Connection connection, Outlet out);

    /** The reply lies in {@code bytes}, which are only good during the call. */
    protected abstract void replied(byte[] bytes, int from, int to);

    /**
     * No reply will come.
     *
     * @param connection what it was sent over, so that the primary may have executed it or will; {@code null} if it was not sent
     */
    protected abstract void lost(@Nullable ConnectionId connection, String why);
}
