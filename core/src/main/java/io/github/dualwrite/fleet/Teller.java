package io.github.dualwrite.fleet;

import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one lane tells the other processes: the operations that a node has confirmed, in frames that travel in front of the lane's next pipeline to that
 * node, over the lane's own connection, so that they cost no round trip. A frame that finds no pipeline soon goes alone. Belongs to the lane's thread.
 */
public final class Teller {

    /** Of a lane whose secondary has no other writers. */
    public static final Teller NONE = new Teller(null);

    private final @Nullable Fleet fleet;
    private final Map<Node, LineOn> lines = new HashMap<>();

    /** A line, its session, and what it has not been handed yet. */
    private record LineOn(Fleet.Heard on, Line line, Closings closings) {}

    /** A frame that was sent and whose reply is the next to be read from its connection. */
    public static final class Sent {
        private final Fleet.Heard on;
        private final Line line;
        private final Line.Told frame;
        private final NodeConnection connection;

        private Sent(LineOn to, Line.Told frame, NodeConnection connection) {
            this.on = to.on();
            this.line = to.line();
            this.frame = frame;
            this.connection = connection;
        }

        /** The connection it was sent over. */
        public NodeConnection connection() {
            return connection;
        }

        /**
         * Reads the reply.
         *
         * @throws IOException if the connection breaks
         */
        public void receive() throws IOException {
            try {
                if (!on.wasTold(connection.receive(), frame.hashes().length)) {
                    line.lost(frame);
                }
            } catch (IOException e) {
                line.lost(frame);
                throw e;
            }
        }
    }

    Teller(@Nullable Fleet fleet) {
        this.fleet = fleet;
    }

    /** {@code node} has confirmed an operation on {@code keys}. */
    public void closed(Node node, Keys keys) {
        if (fleet == null) {
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            close(fleet, node, keys.get(i).hash());
        }
    }

    /** {@code node} has confirmed operations on keys with these hashes, which are taken out. */
    public void closed(Node node, Hashes hashes) {
        if (fleet != null && hashes.size() > 0) {
            LineOn to = lineOn(fleet, node);
            if (to != null) {
                to.closings().hashes().addAll(hashes);
            } else {
                for (int hash : hashes.all()) {
                    fleet.untold(hash);
                }
            }
        }
        hashes.clear();
    }

    /** An operation on {@code keys} was sent to {@code nodes}; all but the last redirected it, and the last has confirmed it. */
    public void closed(List<Node> nodes, Keys keys) {
        if (fleet == null) {
            return;
        }
        for (int k = 0; k < keys.size(); k++) {
            Key key = keys.get(k);
            for (int i = 1; i < nodes.size(); i++) {
                fleet.operations().openedAgain(key);
            }
            for (Node node : nodes) {
                close(fleet, node, key.hash());
            }
        }
    }

    private void close(Fleet others, Node node, int hash) {
        LineOn to = lineOn(others, node);
        if (to == null) {
            others.untold(hash);
        } else {
            to.closings().hashes().add(hash);
        }
    }

    /** Lines get what was closed since; those whose session is over go. */
    private void handOver(Fleet others) {
        lines.values().removeIf(to -> !to.closings().handOver(others::untold));
    }

    private @Nullable LineOn lineOn(Fleet others, Node node) {
        LineOn known = lines.get(node);
        if (known != null) {
            return known;
        }
        Fleet.Heard on = others.heard(node);
        if (on == null) {
            return null;
        }
        Line line = on.session().line();
        LineOn fresh = new LineOn(on, line, new Closings(line));
        lines.put(node, fresh);
        return fresh;
    }

    /**
     * Sends a frame over {@code connection} if one is due; to be called before anything else of a pipeline is sent.
     *
     * @return the frame, whose reply comes before those of the pipeline; or {@code null} if none was sent
     * @throws IOException if the connection breaks
     */
    public @Nullable Sent ride(NodeConnection connection) throws IOException {
        LineOn to = lines.get(connection.node());
        return to != null && to.line().isDue(to.on().lingerNanos()) ? send(to, connection) : null;
    }

    private @Nullable Sent send(LineOn to, NodeConnection connection) throws IOException {
        Line.Told frame = to.line().take();
        if (frame == null) {
            return null;
        }
        if (!to.on().isOn(connection.server())) {
            to.line().lost(frame); // another server answers at this address than the one that is listened to
            return null;
        }
        try {
            connection.send(to.on().publish(), to.on().channel(), to.line().payload(frame));
        } catch (IOException e) {
            to.line().lost(frame);
            throw e;
        }
        return new Sent(to, frame, connection);
    }

    /** Whether anything waits to be told. */
    public boolean isWaiting() {
        for (LineOn to : lines.values()) {
            if (to.line().waiting() > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes note of what was closed since, and sends the frames that found no pipeline. Nothing may be outstanding on {@code links}.
     *
     * @param broke told of a connection that broke
     */
    public void tellAlone(Links links, BiConsumer<NodeConnection, IOException> broke) {
        if (fleet == null) {
            return;
        }
        handOver(fleet);
        List<Sent> sent = null;
        for (Map.Entry<Node, LineOn> entry : lines.entrySet()) {
            long linger = entry.getValue().on().lingerNanos();
            if (!entry.getValue().line().isDue(linger + linger / 4)) {
                continue;
            }
            NodeConnection connection = links.to(entry.getKey());
            if (connection == null) {
                continue; // the session ends, too, and with it the line
            }
            try {
                Sent frame = send(entry.getValue(), connection);
                if (frame != null) {
                    connection.flush();
                    sent = sent == null ? new ArrayList<>() : sent;
                    sent.add(frame);
                    fleet.toldAlone();
                }
            } catch (IOException e) {
                broke.accept(connection, e);
            }
        }
        if (sent != null) {
            receive(sent, broke);
        }
    }

    private static void receive(List<Sent> sent, BiConsumer<NodeConnection, IOException> broke) {
        for (Sent frame : sent) {
            try {
                frame.receive();
            } catch (IOException e) {
                broke.accept(frame.connection(), e);
            }
        }
    }
}
