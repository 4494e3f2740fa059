package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command that writes nothing by itself, on a client's own connection: it is not redirected, and its reply goes to whoever sent it. */
class Answered extends Reply {

    private final byte[] frame;
    private final Consumer<byte[]> taker;

    Answered(Client client, byte[] frame, Consumer<byte[]> taker) {
        super(client);
        this.frame = frame;
        this.taker = taker;
    }

    @Override
    protected void send(Connection connection, Outlet out) {
        out.write(frame);
    }

    @Override
    public void done(byte[] bytes, int from, int to) {
        taker.accept(Arrays.copyOfRange(bytes, from, to));
    }

    @Override
    protected void lost(@Nullable ConnectionId connection, String why) {
        done(Resp.error("ERR dualwrite: not executed: " + why));
    }
}
