package io.github.dualwrite.net;

import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Who a target is, whatever its addresses: the ids of its nodes. Two configured targets that share one are the same cluster. */
public final class Identities {

    private Identities() {}

    /**
     * The ids of a target's nodes ({@code CLUSTER NODES}), or the run id of a single server.
     *
     * @throws IOException if no node answers, or none says who it is
     */
    public static Set<String> of(ClusterView view) throws IOException {
        SlotMap map = view.topology().refresh();
        Node any = map.primaries().get(0);
        try (NodeConnection connection = view.connector().connect(any)) {
            Set<String> ids = new HashSet<>();
            if (!connection.server().runId().isEmpty()) {
                ids.add(connection.server().runId());
            }
            if (view.topology().clustered()) {
                Object reply = connection.call("CLUSTER", "NODES");
                if (reply instanceof byte[] text) {
                    for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
                        int space = line.indexOf(' ');
                        if (space > 0) {
                            ids.add(line.substring(0, space));
                        }
                    }
                } else if (ids.isEmpty()) {
                    throw new IOException(view.name() + ": CLUSTER NODES answered "
                            + (reply instanceof RespError error ? error.message() : "nothing"));
                }
            }
            return ids;
        }
    }
}
