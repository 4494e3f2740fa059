package io.github.dualwrite.listener.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.Handle;
import org.junit.jupiter.api.Test;

/** Channels of one loop read into one buffer, unless one of them has not let go of it. */
class SharedReadsTest {

    private final SharedReads reads = new SharedReads(1_024);
    private final Handle one = reads.newHandle();
    private final Handle other = reads.newHandle();

    @Test
    void whoReadsNextHasAllOfTheBuffer() {
        ByteBuf first = allocate(one);
        first.writeBytes(new byte[1_000]);
        first.release();

        ByteBuf second = allocate(other);

        assertThat(second).isSameAs(first);
        assertThat(second.readableBytes()).isZero();
        assertThat(second.writableBytes()).isEqualTo(1_024);
    }

    @Test
    void whatSomebodyKeepsIsNotReadInto() {
        ByteBuf kept = allocate(one);
        kept.writeByte('k');

        ByteBuf second = allocate(other);
        second.writeByte('s');

        assertThat(second).isNotSameAs(kept);
        assertThat(kept.readByte()).isEqualTo((byte) 'k');
        kept.release();
        assertThat(kept.refCnt()).isZero();
        second.release();
        assertThat(allocate(one)).isSameAs(second);
    }

    private static ByteBuf allocate(Handle handle) {
        return handle.allocate(UnpooledByteBufAllocator.DEFAULT);
    }
}
