package io.github.dualwrite.net;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thread's connections to the nodes of one target: opened when first needed, replaced when broken, none to a node that is down. */
public final class Links implements AutoCloseable {

    private final Connector connector;
    private final NodeStates states;
    private final Map<Node, NodeConnection> open = new HashMap<>();

    /** Connections of one thread. */
    public Links(Connector connector, NodeStates states) {
        this.connector = connector;
        this.states = states;
    }

    /** A usable connection, or {@code null} if the node is down or has just been found to be. */
    public @Nullable NodeConnection to(Node node) {
        if (states.isDown(node)) {
            drop(node);
            return null;
        }
        NodeConnection connection = open.get(node);
        if (connection != null && !connection.isBroken()) {
            return connection;
        }
        drop(node);
        try {
            NodeConnection fresh = connector.connect(node);
            open.put(node, fresh);
            return fresh;
        } catch (IOException e) {
            states.down(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Whether the node is known not to answer. */
    public boolean isDown(Node node) {
        return states.isDown(node);
    }

    /** As {@link NodeStates#changes}. */
    public long changes() {
        return states.changes();
    }

    /** The connection failed: it is closed, and the node counts as down until a probe says otherwise. */
    public void broke(Node node, IOException cause) {
        drop(node);
        states.down(node, String.valueOf(cause.getMessage()));
    }

    private void drop(Node node) {
        NodeConnection connection = open.remove(node);
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() {
        open.values().forEach(NodeConnection::close);
        open.clear();
    }
}
