package io.github.dualwrite.jmh.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the channels of one loop share: where they read, and one flush of all that were written to at the end of each turn. */
final class Turn {

    private static final int SCRATCH = 64 << 10;
    private static final byte[] NONE = {};

    final PrimarySide[] primaries;
    private final EventLoop loop;
    private final byte[] scratch = new byte[SCRATCH];
    private List<Outbound> written = new ArrayList<>();
    private List<Outbound> flushing = new ArrayList<>();

    Turn(EventLoop loop, int nodes) {
        this.loop = loop;
        this.primaries = new PrimarySide[nodes];
    }

    /** The bytes that came, behind those that were left of the last. */
    byte[] bytes(ByteBuf read, byte[] left) {
        int length = read.readableBytes();
        byte[] into = left.length == 0 && length <= SCRATCH ? scratch : Arrays.copyOf(left, left.length + length);
        read.readBytes(into, left.length, length);
        read.release();
        return into;
    }

    static byte[] left(byte[] bytes, int from, int to) {
        return from == to ? NONE : Arrays.copyOfRange(bytes, from, to);
    }

    void written(Outbound outbound) {
        if (written.isEmpty()) {
            loop.execute(this::end);
        }
        written.add(outbound);
    }

    private void end() {
        List<Outbound> now = written;
        written = flushing;
        flushing = now;
        now.forEach(Outbound::flush);
        now.clear();
    }
}
