package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.wire.ReplyParser;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code EXEC}: a block on its way, which reaches every secondary as one unit if the primary executed it. */
final class Executed extends Answered {

    private final Routes routes;
    private final List<Invocation> invocations;
    private Write write = Write.NONE;

    Executed(Routes routes, Client client, byte[] frame, List<Invocation> invocations, Consumer<byte[]> taker) {
        super(client, frame, taker);
        this.routes = routes;
        this.invocations = invocations;
    }

    @Override
    protected void send(Connection connection, Outlet out) {
        write = routes.engine().beginTransaction(invocations);
        super.send(connection, out);
    }

    @Override
    protected void replied(byte[] bytes, int from, int to) {
        write.completed(ReplyParser.parse(bytes, from));
        done(bytes, from, to);
    }

    @Override
    protected void lost(@Nullable ConnectionId connection, String why) {
        if (connection != null) {
            write.lost(connection);
            done(Resp.error("ERR dualwrite: the primary may or may not have executed this transaction: " + why));
        } else {
            super.lost(null, why);
        }
    }
}
