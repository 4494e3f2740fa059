package io.github.dualwrite.listener.loop;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * What the channels of one event loop share. Whatever is written during one turn of the loop leaves at its end: one write per channel, however many
 * requests and replies it carries. That loop's thread only.
 */
public final class Turn {

    private static final int SCRATCH = 64 << 10;

    private final EventLoop loop;
    private final Runnable end = this::end;
    private final byte[] scratch = new byte[SCRATCH];
    private final SharedReads reads = new SharedReads(SCRATCH);
    private List<Outlet> written = new ArrayList<>();
    private List<Outlet> flushing = new ArrayList<>();

    /** The turns of {@code loop}. */
    public Turn(EventLoop loop) {
        this.loop = loop;
    }

    /** The loop itself. */
    public EventLoop loop() {
        return loop;
    }

    /** The channel reads into the buffer that it shares with others. For channels whose handler is done with what it was given when it returns. */
    public void share(Channel channel) {
        channel.config().setRecvByteBufAllocator(reads);
    }

    byte[] scratch() {
        return scratch;
    }

    void written(Outlet outlet) {
        if (written.isEmpty()) {
            loop.execute(end);
        }
        written.add(outlet);
    }

    private void end() {
        List<Outlet> now = written;
        written = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flush();
        }
        now.clear();
    }
}
