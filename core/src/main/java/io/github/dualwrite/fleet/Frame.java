package io.github.dualwrite.fleet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A closing frame: who tells, on which server process, and the 64-bit hashes of the keys it is about. 16 bytes and 8 for each hash.
 *
 * @param sender a random number per process and subscription
 * @param server a hash of the run id of the server that it was published on; 0 where the server does not tell
 * @param hashes none: a sign of life
 */
record Frame(long sender, long server, long[] hashes) {

    /** The most hashes in one frame. */
    static final int MOST = 4_096;

    private static final int HEADER = 16;

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + hashes.length * Long.BYTES);
        buffer.putLong(sender).putLong(server);
        for (long hash : hashes) {
            buffer.putLong(hash);
        }
        return buffer.array();
    }

    /** {@code null} if these bytes are no frame. */
    static @Nullable Frame of(byte[] bytes) {
        if (bytes.length < HEADER || bytes.length % Long.BYTES != 0) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long sender = buffer.getLong();
        long server = buffer.getLong();
        long[] hashes = new long[buffer.remaining() / Long.BYTES];
        buffer.asLongBuffer().get(hashes);
        return new Frame(sender, server, hashes);
    }
}
