package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ReadAhead;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares keys on two targets, many at a time. The serialized forms are compared first, since they are one short read; only where they differ
 * (another version, another encoding, another order of insertion) is the value itself read and digested. Both sides are asked at the same time and
 * for the next keys while these are read; a pair of values is in memory at a time. For one thread.
 */
final class Comparer implements AutoCloseable {

    /** Not a difference: nobody answered for the key, since its slot moves. */
    static final String MOVING = "its slot is moving";

    /** The version and checksum at the end of a serialized form. */
    private static final int DUMP_FOOTER = 10;

    private static final byte[] PTTL = Digests.ascii("PTTL");
    private static final byte[] DUMP = Digests.ascii("DUMP");
    private static final byte[] EXISTS = Digests.ascii("EXISTS");

    private final ClusterView primary;
    private final ClusterView secondary;
    private final Links toPrimary;
    private final Links toSecondary;
    private final long toleranceMillis;
    private final ReadAhead ahead = new ReadAhead();

    Comparer(ClusterView primary, ClusterView secondary, long toleranceMillis) {
        this.primary = primary;
        this.secondary = secondary;
        this.toPrimary = primary.links();
        this.toSecondary = secondary.links();
        this.toleranceMillis = toleranceMillis;
    }

    /** A key on its way: where it was asked for, and what was found. */
    private static final class Look {
        final byte[] key;
        final NodeConnection left;
        final NodeConnection right;
        long leftTtl;
        long rightTtl;
        boolean closer;

        @Nullable
        String reason;

        Look(byte[] key, NodeConnection left, NodeConnection right) {
            this.key = key;
            this.left = left;
            this.right = right;
        }
    }

    /** One side's short read of a key. */
    private record Glance(
            long ttl, byte @Nullable [] dump, @Nullable RespError error) {

        boolean isMoving() {
            return error != null && MovingException.isMoving(error);
        }

        long bytes() {
            return dump == null ? 0 : dump.length;
        }
    }

    /**
     * Compares keys.
     *
     * @return the reason for each key that differs now, or {@link #MOVING}, in the order of {@code keys}
     * @throws IOException if a side cannot be read
     */
    Map<ByteBuffer, String> differences(List<byte[]> keys) throws IOException {
        Map<ByteBuffer, String> differing = new LinkedHashMap<>();
        for (Look look : answered(() -> compare(keys))) {
            if (look.reason != null) {
                differing.put(ByteBuffer.wrap(look.key), look.reason);
            }
        }
        return differing;
    }

    /**
     * Those of {@code keys} of which the primary does not say that it has them.
     *
     * @throws IOException if it cannot be asked
     */
    List<byte[]> notOnPrimary(List<byte[]> keys) throws IOException {
        return answered(() -> {
            List<NodeConnection> connections = new ArrayList<>(keys.size());
            for (byte[] key : keys) {
                NodeConnection connection = connection(primary, toPrimary, key);
                connection.send(EXISTS, key);
                connections.add(connection);
            }
            flush(connections);
            List<byte[]> absent = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                if (!Long.valueOf(1).equals(receive(toPrimary, connections.get(i)))) {
                    absent.add(keys.get(i));
                }
            }
            return absent;
        });
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T answered(Question<T> question) throws IOException {
        boolean answered = false;
        try {
            T answer = question.ask();
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                close(); // replies that nobody has read would answer the next questions
            }
        }
    }

    private List<Look> compare(List<byte[]> keys) throws IOException {
        List<Look> looks = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            int most = ahead.most();
            if (looks.size() - i <= most / 2) { // both sides always have something to do
                ask(keys.subList(looks.size(), Math.min(keys.size(), Math.max(looks.size(), i + most))), looks);
            }
            Look look = looks.get(i);
            Glance left = glance(toPrimary, look.left);
            Glance right = glance(toSecondary, look.right);
            ahead.read(left.bytes() + right.bytes());
            first(look, left, right);
        }
        for (Look look : looks) {
            if (look.closer) {
                look.reason = closer(look);
            }
        }
        return looks;
    }

    private void ask(List<byte[]> keys, List<Look> looks) throws IOException {
        List<NodeConnection> used = new ArrayList<>();
        for (byte[] key : keys) {
            Look look = new Look(key, connection(primary, toPrimary, key), connection(secondary, toSecondary, key));
            for (NodeConnection connection : List.of(look.left, look.right)) {
                connection.send(PTTL, key);
                connection.send(DUMP, key);
                used.add(connection);
            }
            looks.add(look);
        }
        flush(used);
    }

    private static void flush(List<NodeConnection> used) throws IOException {
        for (NodeConnection connection : new HashSet<>(used)) {
            connection.flush();
        }
    }

    private static Glance glance(Links links, NodeConnection connection) throws IOException {
        Object ttl = receive(links, connection);
        Object dump = receive(links, connection);
        RespError error = ttl instanceof RespError e ? e : dump instanceof RespError e2 ? e2 : null;
        return new Glance(ttl instanceof Long millis ? millis : -1, error == null ? (byte[]) dump : null, error);
    }

    private static @Nullable Object receive(Links links, NodeConnection connection) throws IOException {
        try {
            return connection.receive();
        } catch (IOException e) {
            links.broke(connection.node(), e);
            throw e;
        }
    }

    private void first(Look look, Glance left, Glance right) {
        if (left.isMoving() || right.isMoving()) {
            look.reason = moving();
            return;
        }
        look.leftTtl = left.ttl();
        look.rightTtl = right.ttl();
        boolean readable = left.error() == null && right.error() == null;
        if (!readable) {
            look.closer = true;
        } else if (left.dump() == null || right.dump() == null) {
            boolean nowhere = left.dump() == null && right.dump() == null;
            look.reason = nowhere ? null : left.dump() == null ? "only on the secondary" : "only on the primary";
        } else if (sameBody(left.dump(), right.dump())) {
            look.reason = compareTtl(look.leftTtl, look.rightTtl);
        } else {
            look.closer = true;
        }
    }

    private String moving() {
        primary.refreshSoon();
        secondary.refreshSoon();
        return MOVING;
    }

    private @Nullable String closer(Look look) throws IOException {
        String left;
        String right;
        try {
            left = Digests.of(connection(primary, toPrimary, look.key), look.key);
            right = Digests.of(connection(secondary, toSecondary, look.key), look.key);
        } catch (MovingException e) {
            return moving(); // as if the short read had been told so
        }
        if (left.equals(right)) {
            return compareTtl(look.leftTtl, look.rightTtl);
        }
        String leftType = left.split(":")[0];
        String rightType = right.split(":")[0];
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

    private static boolean sameBody(byte[] left, byte[] right) {
        return left.length == right.length
                && left.length > DUMP_FOOTER
                && Arrays.equals(left, 0, left.length - DUMP_FOOTER, right, 0, right.length - DUMP_FOOTER);
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
