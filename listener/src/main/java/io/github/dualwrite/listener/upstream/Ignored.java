package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.net.ConnectionId;
import org.jspecify.annotations.Nullable;

/** A command whose reply nobody needs; if it fails, so does what follows it. */
public final class Ignored extends Exchange {

    private final byte[] frame;

    /** Sends {@code frame}. */
    public Ignored(byte[] frame) {
        this.frame = frame;
    }

    @Override
    protected void send(Connection connection, Outlet out) {
        out.write(frame);
    }

    @Override
    protected void replied(byte[] bytes, int from, int to) {}

    @Override
    protected void lost(@Nullable ConnectionId over, String why) {}
}
