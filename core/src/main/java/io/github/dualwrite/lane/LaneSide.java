package io.github.dualwrite.lane;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.Topology;
import io.github.dualwrite.order.Key;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The primary or the secondary as one lane sees it. Belongs to the lane's thread.
 *
 * @param topology who owns which slot
 * @param links the lane's own connections
 * @param isStale to be run when a reply or a failure says that the topology is no longer right
 */
record LaneSide(Topology topology, Links links, Runnable isStale) {

    static LaneSide of(ClusterView view) {
        return new LaneSide(view.topology(), view.links(), view::refreshSoon);
    }

    @Nullable
    Node owner(int slot) {
        return topology.map().owner(slot);
    }

    /** A usable connection to the owner of the key, or {@code null}. */
    @Nullable
    NodeConnection to(Key key) {
        Node node = owner(key.slot());
        return node == null ? null : links.to(node);
    }

    /** Whether the owner of the key is known, and not known to be down. */
    boolean isUp(Key key) {
        Node node = owner(key.slot());
        return node != null && !links.isDown(node);
    }

    void broke(NodeConnection connection, IOException cause) {
        links.broke(connection.node(), cause);
        isStale.run();
    }
}
