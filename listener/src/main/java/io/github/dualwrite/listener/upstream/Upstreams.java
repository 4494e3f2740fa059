package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.listener.loop.Turn;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.SlotMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that one event loop has to the primary: one per node and protocol version, which all its clients share, and some that a client has
 * for itself for a while. That loop's thread only.
 */
public final class Upstreams {

    private static final int MOST_IDLE = 16;

    private record Place(Node node, int protocol) {}

    private final Dialer dialer;
    private final Engine engine;
    private final Turn turn;
    private final Map<Place, Connection> shared = new HashMap<>();
    private final Map<Place, ArrayDeque<Connection>> idle = new HashMap<>();
    private final @Nullable Connection[][] byPlace = new @Nullable Connection[2][];
    private @Nullable SlotMap known;
    private boolean closed;

    /** Without any connection yet. */
    public Upstreams(Dialer dialer, Engine engine, Turn turn) {
        this.dialer = dialer;
        this.engine = engine;
        this.turn = turn;
    }

    /** The turns of the loop. */
    public Turn turn() {
        return turn;
    }

    /** The shared connection to the node that serves a slot, or {@code null} if none is known to. */
    public @Nullable Connection toSlot(int protocol, int slot) {
        SlotMap map = engine.primary().topology().map();
        if (map != known) {
            Arrays.setAll(byPlace, i -> new @Nullable Connection[map.primaries().size()]);
            known = map;
        }
        int place = map.place(slot);
        if (place < 0) {
            engine.primary().refreshSoon();
            return null;
        }
        @Nullable Connection[] cached = byPlace[protocol - 2];
        Connection connection = cached[place];
        if (connection == null || connection.isEnded()) {
            connection = toNode(protocol, map.primaries().get(place));
            cached[place] = connection;
        }
        return connection;
    }

    /** The shared connection to a node. */
    public Connection toNode(int protocol, Node node) {
        Place place = new Place(node, protocol);
        Connection connection = shared.get(place);
        if (connection == null || connection.isEnded()) {
            int stream = engine.openStream();
            connection = dialer.connect(node, protocol, stream, turn, () -> {
                engine.closeStream(stream);
                engine.primary().refreshSoon();
            });
            if (!closed) {
                shared.put(place, connection);
            }
        }
        return connection;
    }

    /** A connection that nobody else uses until it is {@linkplain #release released}, ended if it cannot be given back as it was. */
    public Connection own(int protocol, Node node) {
        ArrayDeque<Connection> free = idle.get(new Place(node, protocol));
        while (free != null && !free.isEmpty()) {
            Connection connection = free.pop();
            if (!connection.isEnded()) {
                return connection;
            }
        }
        return dialer.connect(node, protocol, 0, turn, () -> {});
    }

    /** Gives back a connection that is in the state in which it was taken: no transaction, nothing watched, nothing subscribed. */
    public void release(Connection connection) {
        connection.patient(false);
        if (connection.isEnded()) {
            return;
        }
        ArrayDeque<Connection> free =
                idle.computeIfAbsent(new Place(connection.node(), connection.protocol()), place -> new ArrayDeque<>());
        if (closed || !connection.isIdle() || free.size() >= MOST_IDLE) {
            connection.end("not needed any more");
        } else {
            free.push(connection);
        }
    }

    /** Whether everything that was sent over shared connections has been answered. */
    public boolean isIdle() {
        for (Connection connection : shared.values()) {
            if (!connection.isIdle()) {
                return false;
            }
        }
        return true;
    }

    /** Ends every connection that nobody has for himself. */
    public void close() {
        closed = true;
        List<Connection> all = new ArrayList<>(shared.values());
        idle.values().forEach(all::addAll);
        all.forEach(connection -> connection.end("the listener is closing"));
        shared.clear();
        idle.clear();
    }
}
