package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.Ignored;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a client in a transaction has to itself: to the node of the first slot that is named, or to any node until one is. The client's
 * event loop only.
 */
final class Pinned {

    /** The slot of what has no keys. */
    static final int NO_SLOT = -1;

    private static final byte[] MULTI = Frames.command("MULTI");
    private static final byte[] DISCARD = Frames.command("DISCARD");
    private static final byte[] UNWATCH = Frames.command("UNWATCH");

    private final Routes routes;
    private final Client client;
    private @Nullable Connection connection;
    private int slot = NO_SLOT;

    Pinned(Routes routes, Client client) {
        this.routes = routes;
        this.client = client;
    }

    /** The connection, if there is one already. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Whether keys of a slot cannot be part of it, since it is somewhere else. */
    boolean isElsewhere(int wanted) {
        boolean clustered = routes.engine().primary().topology().clustered();
        return clustered && wanted != NO_SLOT && slot != NO_SLOT && wanted != slot;
    }

    /**
     * The connection to the node of a slot, or {@code null} if none is known to serve it.
     *
     * @param open what has been queued on it so far in a block that is open; {@code null} if none is
     */
    @Nullable
    Connection to(int wanted, @Nullable List<byte[]> open) {
        Connection known = connection;
        Node node = wanted == NO_SLOT
                ? routes.nodeOf(List.of())
                : routes.engine().primary().topology().map().owner(wanted);
        if (known != null
                && (wanted == NO_SLOT || slot != NO_SLOT || known.node().equals(node))) {
            slot = slot == NO_SLOT ? wanted : slot;
            return known;
        }
        if (node == null) {
            return null;
        }
        if (known != null) {
            known.send(new Ignored(DISCARD)); // so far no command had a key; now the place is known
            giveBack(known);
        }
        slot = wanted;
        Connection made = client.upstreams().own(client.protocol(), node);
        connection = made;
        if (open != null) {
            made.send(new Ignored(MULTI));
            open.forEach(frame -> made.send(new Ignored(frame)));
        }
        return made;
    }

    /** Nothing is watched and no block is open on it any more. */
    void release() {
        Connection last = connection;
        if (last != null) {
            connection = null;
            giveBack(last);
        }
    }

    /** Gives a connection back when what was sent over it has been answered. */
    private void giveBack(Connection last) {
        if (last.isIdle()) {
            client.upstreams().release(last);
        } else {
            last.send(new Answered(client, UNWATCH, bytes -> client.upstreams().release(last)));
        }
    }

    /** Ends it, so that the server executes nothing of an open block and forgets what is watched. */
    void drop() {
        Connection last = connection;
        if (last != null) {
            connection = null;
            last.end("the client has gone");
        }
    }

    /** A client that knows of no cluster cannot follow a redirect; it can try again. */
    byte[] withoutRedirect(byte[] bytes) {
        if (Resp.isError(bytes) && Redirect.of(Resp.line(bytes)) != null) {
            routes.engine().primary().refreshSoon();
            return Resp.error("TRYAGAIN dualwrite: the slot of this transaction is being moved");
        }
        return bytes;
    }
}
