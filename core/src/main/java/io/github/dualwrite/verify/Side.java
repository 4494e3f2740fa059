package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.Slots;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One of the two targets that are compared, and one thread's connections to it. */
final class Side implements AutoCloseable {

    private final ClusterView view;
    private final Links links;
    private @Nullable Node lastNode;
    private @Nullable NodeConnection last; // keys that a scan tells come from one node, one after the other

    Side(ClusterView view) {
        this.view = view;
        this.links = view.links();
    }

    Links links() {
        return links;
    }

    void refreshSoon() {
        view.refreshSoon();
    }

    /** A connection to whom the key's slot belongs. */
    NodeConnection connection(byte[] key) throws IOException {
        Node node = view.topology().map().owner(Slots.of(key));
        NodeConnection known = last;
        if (known != null && node == lastNode && !known.isBroken()) {
            return known;
        }
        NodeConnection connection = node == null ? null : links.to(node);
        if (connection == null) {
            throw new IOException(view.name() + ": no node answers for the slot of a key"
                    + (node == null ? "" : " (" + node + ": " + view.states().cause(node) + ")"));
        }
        lastNode = node;
        last = connection;
        return connection;
    }

    @Override
    public void close() {
        links.close();
    }
}
