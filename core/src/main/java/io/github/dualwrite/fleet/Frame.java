package io.github.dualwrite.fleet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A closing frame: whose it is, its number among theirs, and 32 bits of the hash of each key it is about. 12 bytes and 4 for each key.
 *
 * @param sender the {@linkplain Line line} that told it; the upper bits are the process's
 * @param number counts the line's frames
 */
record Frame(long sender, int number, int[] hashes) {

    /** The most keys in one frame. */
    static final int MOST = 4_096;

    /** The bits of a sender that say which line of its process it is. */
    static final int LINE_BITS = 20;

    private static final int HEADER = Long.BYTES + Integer.BYTES;

    static byte[] bytes(long sender, int number, int[] hashes) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + hashes.length * Integer.BYTES);
        buffer.putLong(sender).putInt(number).asIntBuffer().put(hashes);
        return buffer.array();
    }

    /** {@code null} if these bytes are no frame. */
    static @Nullable Frame of(byte[] bytes) {
        if (bytes.length < HEADER || bytes.length % Integer.BYTES != 0) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long sender = buffer.getLong();
        int number = buffer.getInt();
        int[] hashes = new int[buffer.remaining() / Integer.BYTES];
        buffer.asIntBuffer().get(hashes);
        return new Frame(sender, number, hashes);
    }

    boolean isOfProcess(long process) {
        return sender >>> LINE_BITS == process >>> LINE_BITS;
    }
}
