package io.github.dualwrite.jmh.floor;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Arrays;

/** What goes to one node of a secondary: gathered by any thread, sent all the while by one, and never asked after again. */
final class Mirror {

    private final Channel channel;
    private byte[] queue = new byte[1 << 16];
    private int length;

    Mirror(Channel channel) {
        this.channel = channel;
    }

    synchronized void take(byte[] bytes, int from, int to) {
        int added = to - from;
        if (length + added > queue.length) {
            queue = Arrays.copyOf(queue, 2 * (length + added));
        }
        System.arraycopy(bytes, from, queue, length, added);
        length += added;
    }

    synchronized void send() {
        if (length > 0) {
            channel.writeAndFlush(Unpooled.copiedBuffer(queue, 0, length), channel.voidPromise());
            length = 0;
        }
    }
}
