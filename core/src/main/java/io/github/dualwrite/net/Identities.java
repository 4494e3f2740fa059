package io.github.dualwrite.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a target is, whatever its addresses: the ids of its nodes. Two configured targets that share one are the same cluster. */
public final class Identities {

    private Identities() {}

    /**
     * The ids of a target's nodes ({@code CLUSTER NODES}, or {@code CLUSTER SLOTS} where that is forbidden), or the run id of a single server, or
     * where nothing of it is told the addresses.
     *
     * @throws IOException if no node answers
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
                } else {
                    ids.addAll(inSlots(connection.call("CLUSTER", "SLOTS")));
                }
            }
            if (ids.isEmpty()) { // who does not tell its name is known by its address
                map.primaries().forEach(node -> ids.add(node.toString()));
            }
            return ids;
        }
    }

    /** The ids that stand beside the addresses in {@code CLUSTER SLOTS}. */
    private static Set<String> inSlots(@Nullable Object reply) {
        Set<String> ids = new HashSet<>();
        if (reply instanceof List<?> ranges) {
            for (Object range : ranges) {
                if (range instanceof List<?> fields) {
                    for (Object field : fields) {
                        if (field instanceof List<?> node && node.size() > 2 && node.get(2) instanceof byte[] id) {
                            ids.add(new String(id, StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        return ids;
    }
}
