package io.github.dualwrite.verify;

import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.TooLong;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One side's short read of a key, which may not have been that short: how long it still has, and its serialized form.
 *
 * @param ttl milliseconds; negative if it never expires or is not there
 * @param dump {@code null} if it is not there or not readable
 * @param isTooLong whether its serialized form was longer than there was room for
 * @param error what the server answered instead, or {@code null}
 */
record Glance(
        long ttl,
        byte @Nullable [] dump,
        boolean isTooLong,
        @Nullable RespError error) {

    /** The version and checksum at the end of a serialized form. */
    private static final int DUMP_FOOTER = 10;

    private static final byte[] PTTL = Digests.ascii("PTTL");
    private static final byte[] DUMP = Digests.ascii("DUMP");

    /** Asks for a key. What follows on the connection is read with {@link #read}. */
    static void ask(NodeConnection connection, byte[] key) throws IOException {
        connection.send(PTTL, key);
        connection.send(DUMP, key);
    }

    /**
     * Reads what was asked for first of what was not read yet.
     *
     * @param room what its serialized form may take, in bytes
     */
    static Glance read(Links links, NodeConnection connection, long room) throws IOException {
        try {
            Object ttl = connection.receive();
            Object dump = connection.receive(room);
            RespError error = ttl instanceof RespError e ? e : dump instanceof RespError e2 ? e2 : null;
            byte[] body = error == null && dump instanceof byte[] bytes ? bytes : null;
            return new Glance(ttl instanceof Long millis ? millis : -1, body, dump instanceof TooLong, error);
        } catch (IOException e) {
            links.broke(connection.node(), e);
            throw e;
        }
    }

    boolean isReadable() {
        return error == null && !isTooLong;
    }

    boolean isMoving() {
        return error != null && MovingException.isMoving(error);
    }

    /** How many bytes its value has in its serialized form. */
    long bytes() {
        return dump == null ? 0 : dump.length;
    }

    /** Whether both have the same value for certain. Where not, it may still be the same in another form. */
    boolean hasSameValueAs(Glance other) {
        byte[] left = dump;
        byte[] right = other.dump;
        if (!isReadable() || !other.isReadable()) {
            return false;
        }
        if (left == null || right == null) {
            return left == null && right == null;
        }
        return left.length == right.length
                && left.length > DUMP_FOOTER
                && Arrays.equals(left, 0, left.length - DUMP_FOOTER, right, 0, right.length - DUMP_FOOTER);
    }

    /** What differs in how long they still have on the primary, which is this one, and on the secondary; {@code null} if nothing does. */
    @Nullable
    String differenceInTtl(Glance onSecondary, long toleranceMillis) {
        long left = ttl;
        long right = onSecondary.ttl;
        if (left < 0 && right < 0) {
            return null;
        }
        if (left < 0 || right < 0) {
            return left < 0 ? "expires on the secondary only" : "expires on the primary only";
        }
        long apart = Math.abs(left - right);
        return apart <= toleranceMillis ? null : "times to live " + apart + " ms apart";
    }
}
