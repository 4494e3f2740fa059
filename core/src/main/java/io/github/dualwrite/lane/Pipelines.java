package io.github.dualwrite.lane;

import io.github.dualwrite.fleet.Hashes;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One lane's pipelines, one for each node. A round of sending begins, finds pipelines, flushes them, and reads the replies of the frames that went
 * ahead on them. Belongs to the lane's thread.
 */
final class Pipelines {

    private final LaneSide secondary;
    private final Teller teller;
    private final Map<Node, Pipeline> pipelines = new HashMap<>();
    // of the present round
    private final List<Pipeline> used = new ArrayList<>();
    private final List<Teller.Sent> frames = new ArrayList<>();
    private SlotMap map;
    private @Nullable Pipeline[] byPlace = new @Nullable Pipeline[0]; // of the nodes in the map

    Pipelines(LaneSide secondary, Teller teller) {
        this.secondary = secondary;
        this.teller = teller;
        this.map = secondary.topology().map();
    }

    /** Begins a round, with slots where they are now. */
    void begin() {
        used.clear();
        frames.clear();
        map = secondary.topology().map();
        int nodes = map.primaries().size();
        if (byPlace.length != nodes) {
            byPlace = new @Nullable Pipeline[nodes];
        } else {
            Arrays.fill(byPlace, null);
        }
    }

    /** The pipeline to the owner of a slot; {@code null} if nobody serves it, or cannot be reached. */
    @Nullable
    Pipeline toOwner(int slot) {
        int place = map.place(slot);
        if (place < 0) {
            return null;
        }
        Pipeline known = byPlace[place];
        if (known != null && !known.connection().isBroken()) {
            return known;
        }
        byPlace[place] = to(map.primaries().get(place));
        return byPlace[place];
    }

    /** The pipeline to a node; {@code null} if it cannot be reached. */
    @Nullable
    Pipeline to(Node node) {
        NodeConnection connection = secondary.links().to(node);
        if (connection == null) {
            return null;
        }
        Pipeline pipeline = pipelines.get(node);
        if (pipeline == null || pipeline.connection() != connection) {
            pipeline = new Pipeline(connection, pipeline == null ? new Hashes() : pipeline.confirmed());
            pipelines.put(node, pipeline);
        }
        if (!used.contains(pipeline)) {
            used.add(pipeline);
            ride(connection);
        }
        return pipeline;
    }

    /** Before anything else of the round is sent over the connection. */
    private void ride(NodeConnection connection) {
        try {
            Teller.Sent frame = teller.ride(connection);
            if (frame != null) {
                frames.add(frame);
            }
        } catch (IOException e) {
            secondary.broke(connection, e);
        }
    }

    /** All that was sent in the round leaves. */
    void flush() {
        for (Pipeline pipeline : used) {
            NodeConnection connection = pipeline.connection();
            try {
                if (!connection.isBroken()) {
                    connection.flush();
                }
            } catch (IOException e) {
                secondary.broke(connection, e);
            }
        }
    }

    /** Reads the replies of frames: each comes first on its connection. */
    void receiveFrames() {
        for (Teller.Sent frame : frames) {
            try {
                frame.receive();
            } catch (IOException e) {
                secondary.broke(frame.connection(), e);
            }
        }
    }

    /** Hands over what was confirmed, and tells what finds no pipeline to travel with. */
    void tell() {
        for (Pipeline pipeline : pipelines.values()) {
            teller.closed(pipeline.connection().node(), pipeline.confirmed());
        }
        pipelines.values().removeIf(pipeline -> pipeline.connection().isBroken());
        teller.tellAlone(secondary.links(), secondary::broke);
    }
}
