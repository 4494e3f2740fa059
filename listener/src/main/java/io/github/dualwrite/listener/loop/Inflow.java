package io.github.dualwrite.listener.loop;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What has come in over one channel and is not dealt with: usually nothing, or the beginning of one frame. Between {@link #add} and {@link #keep}
 * the bytes may lie in an array that all channels of the loop share. That loop's thread only.
 */
public final class Inflow {

    private static final byte[] NONE = {};
    private static final int SMALL = 16 << 10;

    private final Turn turn;
    private byte[] kept = NONE;
    private int keptFrom;
    private int keptTo;
    private byte[] bytes = NONE;
    private int from;
    private int to;

    /** With nothing in it. */
    public Inflow(Turn turn) {
        this.turn = turn;
    }

    /** Takes over what was read, and releases it. {@code needed} is how long what is kept will become at least. */
    public void add(ByteBuf read, long needed) {
        try {
            int length = read.readableBytes();
            if (keptFrom == keptTo && length <= turn.scratch().length) {
                read.readBytes(turn.scratch(), 0, length);
                bytes = turn.scratch();
                from = 0;
                to = length;
            } else {
                room(length, needed);
                read.readBytes(kept, keptTo, length);
                keptTo += length;
                again();
            }
        } finally {
            read.release();
        }
    }

    /** Looks at what was kept once more. */
    public void again() {
        bytes = kept;
        from = keptFrom;
        to = keptTo;
    }

    private void room(int length, long needed) {
        int held = keptTo - keptFrom;
        if (kept.length - keptTo >= length) {
            return;
        }
        long size = Math.max(
                held + (long) length, Math.min(needed, 2L * (held + length))); // a length is believed as it comes true
        byte[] grown =
                size <= kept.length ? kept : new byte[(int) Math.min(Integer.MAX_VALUE - 16, Math.max(256, size))];
        System.arraycopy(kept, keptFrom, grown, 0, held);
        kept = grown;
        keptFrom = 0;
        keptTo = held;
    }

    /** The array that holds the bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where they begin. */
    public int from() {
        return from;
    }

    /** Where they end. */
    public int to() {
        return to;
    }

    /** How many there are. */
    public int length() {
        return to - from;
    }

    /** The first {@code length} bytes are dealt with. */
    public void skip(int length) {
        from += length;
    }

    /** Done for now: what is left is kept. */
    public void keep() {
        if (from == to) {
            keptFrom = 0;
            keptTo = 0;
            if (kept.length > SMALL) {
                kept = NONE;
            }
        } else if (bytes == kept && from - keptFrom < Outlet.LARGE) {
            keptFrom = from;
        } else { // what was large may still be on its way out of the array that it came in
            kept = Arrays.copyOfRange(bytes, from, to);
            keptFrom = 0;
            keptTo = kept.length;
        }
        bytes = NONE;
        from = 0;
        to = 0;
    }

    /** How many bytes are kept. */
    public int kept() {
        return keptTo - keptFrom;
    }
}
