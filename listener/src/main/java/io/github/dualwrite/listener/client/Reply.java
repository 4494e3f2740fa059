package io.github.dualwrite.listener.client;

import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.Exchange;
import io.github.dualwrite.net.ConnectionId;
import org.jspecify.annotations.Nullable;

/** A place in the order of a client's replies: filled once, whenever the reply is there. The client's event loop only. */
public class Reply extends Exchange {

    private final Client client;
    private byte @Nullable [] early;
    private boolean silent;
    private long since;

    /** A place that {@link Client#place} has yet to put in order. */
    public Reply(Client client) {
        this.client = client;
    }

    /** Whose reply it is. */
    public final Client client() {
        return client;
    }

    final void since(long nanoTime) {
        since = nanoTime;
    }

    /** When its request came, by the monotonic clock; 0 if that was not looked at. */
    final long since() {
        return since;
    }

    final void silent(boolean value) {
        silent = value;
    }

    final boolean isSilent() {
        return silent;
    }

    final void keep(byte[] bytes) {
        early = bytes;
    }

    final byte @Nullable [] early() {
        return early;
    }

    /** This is the reply. */
    public final void done(byte[] reply) {
        done(reply, 0, reply.length);
    }

    /** The reply lies in {@code bytes}, which are copied. */
    public void done(byte[] bytes, int from, int to) {
        client.answer(this, bytes, from, to);
    }

    @Override
    protected void send(Connection connection, Outlet out) {
        throw new UnsupportedOperationException("answered here, not sent");
    }

    @Override
    protected void replied(byte[] bytes, int from, int to) {
        done(bytes, from, to);
    }

    @Override
    protected void lost(@Nullable ConnectionId over, String why) {
        throw new UnsupportedOperationException("answered here, not sent");
    }
}
