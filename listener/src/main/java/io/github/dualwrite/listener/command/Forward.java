package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.EffectKind;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.wire.ReplyParser;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way to the primary and back: begun at the engine when it is sent, completed with the reply, and only then answered. Follows
 * redirects. The client's event loop only.
 */
class Forward extends Reply {

    private static final int MOST_REDIRECTS = 5;

    private final Routes routes;
    private final byte[] frame;
    private final @Nullable Invocation invocation;
    private Write write = Write.NONE;
    private int redirects;

    /** @param invocation what it writes or publishes, or {@code null} if it does neither */
    Forward(Routes routes, Client client, byte[] frame, @Nullable Invocation invocation) {
        super(client);
        this.routes = routes;
        this.frame = frame;
        this.invocation = invocation != null && concernsSecondaries(invocation) ? invocation : null;
    }

    private static boolean concernsSecondaries(Invocation invocation) {
        return invocation.access() == Access.WRITE || invocation.effect() == EffectKind.CHANNEL;
    }

    /** Whose answer the client gets; a client may need another one than this command's. */
    @Override
    protected void send(Connection connection, Outlet out) {
        if (invocation != null) {
            write = routes.engine().begin(invocation, connection.stream());
        }
        write(out);
    }

    void write(Outlet out) {
        out.write(frame, 0, frame.length);
    }

    @Override
    protected void replied(byte[] bytes, int from, int to) {
        if (bytes[from] == '-' && (bytes[from + 1] == 'M' || bytes[from + 1] == 'A')) {
            Redirect redirect = Redirect.of(Resp.line(bytes, from, to));
            if (redirect != null) {
                write.notExecuted();
                write = Write.NONE;
                unsent();
                follow(redirect, bytes, from, to);
                return;
            }
        }
        if (write != Write.NONE) {
            Object reply = ReplyParser.parse(bytes, from);
            Write answered = write;
            write = Write.NONE; // should anything fail from here on, it is not ended twice
            answered.completed(reply);
        }
        done(bytes, from, to);
    }

    private void follow(Redirect redirect, byte[] bytes, int from, int to) {
        if (++redirects > MOST_REDIRECTS) {
            done(bytes, from, to);
        } else {
            routes.follow(redirect, this);
        }
    }

    @Override
    protected void lost(@Nullable ConnectionId connection, String why) {
        if (connection != null) {
            write.lost(connection);
            done(Resp.error("ERR dualwrite: the primary may or may not have executed this: " + why));
        } else {
            done(Resp.error("ERR dualwrite: not executed: " + why));
        }
    }
}
