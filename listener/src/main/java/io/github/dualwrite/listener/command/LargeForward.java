package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.wire.Frames;
import java.util.List;

/** A write with a value of megabytes: its words go out as they are, since a frame of them would be the value once more. */
final class LargeForward extends Forward {

    private static final byte[] NO_FRAME = {};

    private final List<byte[]> pieces;

    LargeForward(Routes routes, Client client, Invocation invocation) {
        super(routes, client, NO_FRAME, invocation);
        this.pieces = Frames.pieces(invocation.command().words(), Outlet.LARGE);
    }

    @Override
    void write(Outlet out) {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }
}
