package io.github.dualwrite.listener.command;

import io.github.dualwrite.net.Node;
import org.jspecify.annotations.Nullable;

/**
 * Where a node says that a slot is.
 *
 * @param host empty for the node that said so
 * @param asking whether only for this once
 */
record Redirect(String host, int port, boolean asking) {

    /** The redirect that an error is, or {@code null} if it is another error. */
    static @Nullable Redirect of(String error) {
        boolean asking = error.startsWith("ASK ");
        int colon = error.lastIndexOf(':');
        int space = error.lastIndexOf(' ');
        if ((!asking && !error.startsWith("MOVED ")) || space < 0 || colon < space) {
            return null;
        }
        try {
            int port = Integer.parseInt(error.substring(colon + 1));
            return port > 0 && port <= 65_535 ? new Redirect(error.substring(space + 1, colon), port, asking) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    Node node(String hostIfNone) {
        return new Node(host.isEmpty() || host.equals("?") ? hostIfNone : host, port);
    }
}
