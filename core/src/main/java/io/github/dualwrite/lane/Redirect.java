package io.github.dualwrite.lane;

import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.RespError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an error reply of a secondary asks for. */
final class Redirect {

    /** Replies that pass by themselves; a command that got one was not executed. */
    private static final Set<String> TRANSIENT =
            Set.of("LOADING", "TRYAGAIN", "CLUSTERDOWN", "READONLY", "MASTERDOWN", "BUSY");

    private Redirect() {}

    static boolean isTransient(RespError error) {
        return TRANSIENT.contains(error.code());
    }

    static boolean isMoved(RespError error) {
        return error.code().equals("MOVED");
    }

    static boolean isAsk(RespError error) {
        return error.code().equals("ASK");
    }

    /** The node in {@code MOVED slot host:port} or {@code ASK slot host:port}; an empty host means the one that answered. */
    static @Nullable Node target(RespError error, Node from) {
        String message = error.message();
        String address = message.substring(message.lastIndexOf(' ') + 1);
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        try {
            String host = address.substring(0, colon);
            return new Node(host.isEmpty() ? from.host() : host, Integer.parseInt(address.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
