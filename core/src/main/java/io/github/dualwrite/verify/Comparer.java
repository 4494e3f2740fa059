package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.TooLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares keys on two targets, many at a time. The serialized forms are compared first, since they are one short read; only where they differ
 * (another version, another encoding, another order of insertion) is the value itself read and digested. For one thread.
 */
final class Comparer implements AutoCloseable {

    /** Not a difference: nobody answered for the key, since its slot moves. */
    static final String MOVING = "its slot is moving";

    /** What the serialized forms that are read together may take of memory; the values of other keys are read in pieces. */
    private static final long MOST_BYTES = 32L << 20;

    /** The version and checksum at the end of a serialized form. */
    private static final int DUMP_FOOTER = 10;

    private final ClusterView primary;
    private final ClusterView secondary;
    private final Links toPrimary;
    private final Links toSecondary;
    private final long toleranceMillis;

    Comparer(ClusterView primary, ClusterView secondary, long toleranceMillis) {
        this.primary = primary;
        this.secondary = secondary;
        this.toPrimary = primary.links();
        this.toSecondary = secondary.links();
        this.toleranceMillis = toleranceMillis;
    }

    /** One side's short read of a key, which may not have been that short. */
    private record Glance(
            long ttl,
            byte @Nullable [] dump,
            boolean isTooLong,
            @Nullable RespError error) {

        boolean isReadable() {
            return error == null && !isTooLong;
        }

        boolean isMoving() {
            return error != null && MovingException.isMoving(error);
        }
    }

    /**
     * Compares keys.
     *
     * @return the reason for each key that differs now, or {@link #MOVING}, in the order of {@code keys}
     * @throws IOException if a side cannot be read
     */
    Map<ByteBuffer, String> differences(List<byte[]> keys) throws IOException {
        boolean answered = false;
        try {
            Map<ByteBuffer, String> differing = compare(keys);
            answered = true;
            return differing;
        } finally {
            if (!answered) {
                close(); // replies that nobody has read would answer the next questions
            }
        }
    }

    private Map<ByteBuffer, String> compare(List<byte[]> keys) throws IOException {
        List<Glance> left = read(primary, toPrimary, keys);
        List<Glance> right = read(secondary, toSecondary, keys);
        Map<ByteBuffer, String> differing = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String reason = settled(keys.get(i), left.get(i), right.get(i));
            if (reason != null) {
                differing.put(ByteBuffer.wrap(keys.get(i)), reason);
            }
        }
        return differing;
    }

    private @Nullable String settled(byte[] key, Glance left, Glance right) throws IOException {
        try {
            if (!left.isMoving() && !right.isMoving()) {
                return compare(key, left, right);
            }
        } catch (MovingException e) {
            // as if the short read had been told so
        }
        primary.refreshSoon();
        secondary.refreshSoon();
        return MOVING;
    }

    private @Nullable String compare(byte[] key, Glance left, Glance right) throws IOException {
        boolean readable = left.isReadable() && right.isReadable();
        if (readable && (left.dump() == null || right.dump() == null)) {
            if (left.dump() == null && right.dump() == null) {
                return null;
            }
            return left.dump() == null ? "only on the secondary" : "only on the primary";
        }
        if (!readable || !sameBody(left.dump(), right.dump())) {
            String onPrimary = Digests.of(connection(primary, toPrimary, key), key);
            String onSecondary = Digests.of(connection(secondary, toSecondary, key), key);
            if (!onPrimary.equals(onSecondary)) {
                String leftType = onPrimary.split(":")[0];
                String rightType = onSecondary.split(":")[0];
                if (rightType.equals("none")) {
                    return "only on the primary";
                }
                if (leftType.equals("none")) {
                    return "only on the secondary";
                }
                return leftType.equals(rightType)
                        ? "another " + leftType + " value"
                        : "a " + leftType + " on the primary, a " + rightType + " on the secondary";
            }
        }
        return compareTtl(left.ttl(), right.ttl());
    }

    private @Nullable String compareTtl(long left, long right) {
        if (left < 0 && right < 0) {
            return null;
        }
        if (left < 0 || right < 0) {
            return left < 0 ? "expires on the secondary only" : "expires on the primary only";
        }
        long apart = Math.abs(left - right);
        return apart <= toleranceMillis ? null : "times to live " + apart + " ms apart";
    }

    private static boolean sameBody(byte @Nullable [] left, byte @Nullable [] right) {
        return left != null
                && right != null
                && left.length == right.length
                && left.length > DUMP_FOOTER
                && Arrays.equals(left, 0, left.length - DUMP_FOOTER, right, 0, right.length - DUMP_FOOTER);
    }

    private List<Glance> read(ClusterView view, Links links, List<byte[]> keys) throws IOException {
        List<NodeConnection> connections = new ArrayList<>();
        Map<NodeConnection, Boolean> used = new HashMap<>();
        for (byte[] key : keys) {
            NodeConnection connection = connection(view, links, key);
            connections.add(connection);
            used.put(connection, true);
            connection.send(Digests.ascii("PTTL"), key);
            connection.send(Digests.ascii("DUMP"), key);
        }
        for (NodeConnection connection : used.keySet()) {
            connection.flush();
        }
        long room = MOST_BYTES;
        List<Glance> read = new ArrayList<>();
        for (NodeConnection connection : connections) {
            try {
                Object ttl = connection.receive();
                Object dump = connection.receive(room);
                RespError error = ttl instanceof RespError e ? e : dump instanceof RespError e2 ? e2 : null;
                byte[] body = error == null && dump instanceof byte[] bytes ? bytes : null;
                room -= body == null ? 0 : body.length;
                read.add(new Glance(ttl instanceof Long millis ? millis : -1, body, dump instanceof TooLong, error));
            } catch (IOException e) {
                links.broke(connection.node(), e);
                throw e;
            }
        }
        return read;
    }

    private static NodeConnection connection(ClusterView view, Links links, byte[] key) throws IOException {
        Node node = view.topology().map().owner(Slots.of(key));
        NodeConnection connection = node == null ? null : links.to(node);
        if (connection == null) {
            throw new IOException(view.name() + ": no node answers for the slot of a key"
                    + (node == null ? "" : " (" + node + ": " + view.states().cause(node) + ")"));
        }
        return connection;
    }

    @Override
    public void close() {
        toPrimary.close();
        toSecondary.close();
    }
}
