package io.github.dualwrite.listener.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * One buffer that all channels of one loop read into, since each empties it before the next one reads: nothing is allocated for a read, and no guess at how
 * much has come makes two reads of it, and two pieces of a frame. A channel that keeps what it was given longer keeps the buffer, and the loop takes another.
 * That loop's thread only.
 */
final class SharedReads extends DefaultMaxMessagesRecvByteBufAllocator {

    private final int size;
    private ByteBuf buffer;

    SharedReads(int size) {
        this.size = size;
        this.buffer = make(size);
    }

    /** Freed with its last reference, as a buffer of Java's own. */
    private static ByteBuf make(int size) {
        return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(size));
    }

    private ByteBuf next() {
        if (buffer.refCnt() > 1) {
            buffer.release();
            buffer = make(size);
        }
        return buffer.clear().retain();
    }

    @Override
    public ExtendedHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return size;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator unused) {
                return next();
            }
        };
    }
}
