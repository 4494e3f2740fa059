package io.github.dualwrite.ghost;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes an end of a broken connection on its server: {@code CLIENT KILL ID} over another connection, or {@code CLIENT LIST ID} until it is not
 * listed any more. A server executes one command at a time, so after its answer nothing comes of the connection that had not come before. For one
 * thread.
 *
 * <p>A process that has been restarted has nothing left of what was sent to the one before: its run id tells. A node that has left the slot map
 * and does not answer was replaced.
 */
final class LastRites implements AutoCloseable {

    /** What became of a connection. */
    enum Outcome {
        /** Nothing more will come of it. */
        OVER,
        /** Nobody knows yet. */
        LATER,
        /** The server does not say. */
        FORBIDDEN,
        /** There is no server at its node any more, nor is one expected. */
        NO_SERVER
    }

    private final ClusterView view;
    private @Nullable NodeConnection open;

    LastRites(ClusterView view) {
        this.view = view;
    }

    Outcome attempt(ConnectionId lost) throws IOException {
        if (!lost.isKnown()) {
            return Outcome.FORBIDDEN;
        }
        boolean isMember = isMember(lost.node());
        if (isMember && view.states().isDown(lost.node())) {
            return Outcome.LATER;
        }
        try {
            return end(connection(lost.node()), lost);
        } catch (IOException e) {
            close();
            if (isMember) {
                view.states().down(lost.node(), String.valueOf(e.getMessage()));
                view.refreshSoon(); // it is probed, or found to have left
                throw e;
            }
            return Outcome.NO_SERVER;
        }
    }

    /** While no map is known every node may be a member. */
    private boolean isMember(Node node) {
        var primaries = view.topology().map().primaries();
        return primaries.isEmpty() || primaries.contains(node);
    }

    private NodeConnection connection(Node node) throws IOException {
        NodeConnection known = open;
        if (known != null && !known.isBroken() && known.node().equals(node)) {
            return known;
        }
        close();
        NodeConnection fresh = view.connector().connect(node);
        open = fresh;
        return fresh;
    }

    private static Outcome end(NodeConnection connection, ConnectionId lost) throws IOException {
        String runId = connection.server().runId();
        if (!runId.isEmpty() && !lost.runId().isEmpty() && !runId.equals(lost.runId())) {
            return Outcome.OVER;
        }
        String number = Long.toString(lost.clientId());
        Object killed = connection.call("CLIENT", "KILL", "ID", number);
        if (killed instanceof Long) {
            return Outcome.OVER;
        }
        if (!isForbidden(killed)) {
            return Outcome.LATER;
        }
        Object listed = connection.call("CLIENT", "LIST", "ID", number);
        if (listed instanceof byte[] lines) {
            return new String(lines, StandardCharsets.UTF_8).isBlank() ? Outcome.OVER : Outcome.LATER;
        }
        return isForbidden(listed) ? Outcome.FORBIDDEN : Outcome.LATER;
    }

    /** Such an answer will be the same next time; others, like {@code BUSY}, pass. */
    private static boolean isForbidden(@Nullable Object reply) {
        return reply instanceof RespError error
                && (error.code().equals("NOPERM") || error.code().equals("ERR"));
    }

    @Override
    public void close() {
        NodeConnection known = open;
        open = null;
        if (known != null) {
            known.close();
        }
    }
}
