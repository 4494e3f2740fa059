package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Streams the keys of every primary node of a target; a node is asked for more while what it has told is looked at. A key that moves between nodes
 * meanwhile may be told twice.
 */
final class KeyScan {

    private static final byte[] SCAN = Digests.ascii("SCAN");
    private static final byte[] COUNT = Digests.ascii("COUNT");
    private static final byte[] MANY = Digests.ascii("1000");

    private KeyScan() {}

    /** Takes a batch of keys. */
    interface Sink {
        /** Not empty. */
        void accept(List<byte[]> keys) throws IOException;
    }

    /** Tells {@code sink} of all keys but the {@code excluded}. Returns how many were told. */
    static long of(ClusterView view, Predicate<byte[]> excluded, Sink sink) throws IOException {
        List<Node> primaries = view.topology().map().primaries();
        if (primaries.isEmpty()) {
            throw new IOException(view.name() + ": not reached: " + view.trouble());
        }
        long told = 0;
        try (Links links = view.links()) {
            for (Node node : primaries) {
                NodeConnection connection = links.to(node);
                if (connection == null) {
                    throw new IOException(view.name() + ": node " + node + " does not answer");
                }
                byte[] cursor = Digests.ascii("0");
                ask(connection, cursor);
                do {
                    List<?> reply = (List<?>) Digests.checked(connection, connection.receive(), SCAN);
                    if (reply == null) {
                        throw new IOException(view.name() + ": SCAN on " + node + " answered nothing");
                    }
                    cursor = (byte[]) reply.get(0);
                    if (!isLast(cursor)) {
                        ask(connection, cursor);
                    }
                    List<byte[]> keys = new ArrayList<>();
                    for (Object key : (List<?>) reply.get(1)) {
                        if (!excluded.test((byte[]) key)) {
                            keys.add((byte[]) key);
                        }
                    }
                    if (!keys.isEmpty()) {
                        told += keys.size();
                        sink.accept(keys);
                    }
                } while (!isLast(cursor));
            }
        }
        return told;
    }

    private static void ask(NodeConnection connection, byte[] cursor) throws IOException {
        connection.send(SCAN, cursor, COUNT, MANY);
        connection.flush();
    }

    private static boolean isLast(byte[] cursor) {
        return cursor.length == 1 && cursor[0] == '0';
    }
}
