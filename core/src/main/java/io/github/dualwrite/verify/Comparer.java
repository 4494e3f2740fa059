package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.NodeConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares keys on two targets, many at a time, first the primary and then the secondary, which may have caught up meanwhile. The serialized forms are
 * compared first, since they are one short read; only where they differ (another version, another encoding, another order of insertion) is the value
 * itself read and digested. For one thread.
 */
final class Comparer implements AutoCloseable {

    /** Not a difference: nobody answered for the key, since its slot moves. */
    static final String MOVING = "its slot is moving";

    /** What the serialized forms that are read together may take of memory; the values of other keys are read in pieces. */
    private static final long MOST_BYTES = 32L << 20;

    /** A longer value is not read so often that a moment is met. */
    private static final long SMALL = 64 << 10;

    private final Side primary;
    private final Side secondary;
    private final long toleranceMillis;

    Comparer(ClusterView primary, ClusterView secondary, long toleranceMillis) {
        this.primary = new Side(primary);
        this.secondary = new Side(secondary);
        this.toleranceMillis = toleranceMillis;
    }

    /**
     * Compares keys once.
     *
     * @return the reason for each key that differs now, or {@link #MOVING}, in the order of {@code keys}
     * @throws IOException if a side cannot be read
     */
    Map<ByteBuffer, String> differences(List<byte[]> keys) throws IOException {
        return differences(keys, 0);
    }

    /**
     * As {@link #differences(List)}, but the secondary gets the time to come to the state that was read of the primary: of a key that is written all
     * the time both never have the same one at the same moment, and each of its states is there for a moment only.
     *
     * @param chases how often the secondary is looked at again for each key whose value is small
     */
    Map<ByteBuffer, String> differences(List<byte[]> keys, int chases) throws IOException {
        boolean answered = false;
        try {
            Map<ByteBuffer, String> differing = compare(keys, chases);
            answered = true;
            return differing;
        } finally {
            if (!answered) {
                close(); // replies that nobody has read would answer the next questions
            }
        }
    }

    private Map<ByteBuffer, String> compare(List<byte[]> keys, int chases) throws IOException {
        List<Glance> left = read(primary, keys);
        List<Glance> right = read(secondary, keys);
        Map<ByteBuffer, String> differing = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String reason = settled(keys.get(i), left.get(i), right.get(i), chases);
            if (reason != null) {
                differing.put(ByteBuffer.wrap(keys.get(i)), reason);
            }
        }
        return differing;
    }

    private @Nullable String settled(byte[] key, Glance left, Glance right, int chases) throws IOException {
        try {
            if (!left.isMoving() && !right.isMoving()) {
                return compare(key, left, right, chases);
            }
        } catch (MovingException e) {
            // as if the short read had been told so
        }
        primary.refreshSoon();
        secondary.refreshSoon();
        return MOVING;
    }

    private @Nullable String compare(byte[] key, Glance left, Glance right, int chases) throws IOException {
        boolean readable = left.isReadable() && right.isReadable();
        if (readable && (left.dump() == null || right.dump() == null)) {
            if (left.dump() == null && right.dump() == null) {
                return null;
            }
            return left.dump() == null ? "only on the secondary" : "only on the primary";
        }
        if (!left.hasSameValueAs(right)) {
            String onPrimary = Digests.of(primary.connection(key), key);
            String onSecondary = Digests.of(secondary.connection(key), key);
            boolean isSmall = readable && left.bytes() <= SMALL && right.bytes() <= SMALL;
            for (int i = 0; isSmall && i < chases && !onPrimary.equals(onSecondary); i++) {
                onSecondary = Digests.of(secondary.connection(key), key);
            }
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
        return left.differenceInTtl(right, toleranceMillis);
    }

    private static List<Glance> read(Side side, List<byte[]> keys) throws IOException {
        List<NodeConnection> connections = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            NodeConnection connection = side.connection(key);
            Glance.ask(connection, key);
            connections.add(connection);
        }
        for (NodeConnection connection : Set.copyOf(connections)) {
            connection.flush();
        }
        long room = MOST_BYTES;
        List<Glance> read = new ArrayList<>(keys.size());
        for (NodeConnection connection : connections) {
            Glance glance = Glance.read(side.links(), connection, room);
            room -= glance.bytes();
            read.add(glance);
        }
        return read;
    }

    @Override
    public void close() {
        primary.close();
        secondary.close();
    }
}
