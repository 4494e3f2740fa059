package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ReadAhead;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The first look at many keys, of which nearly all are equal: both sides are asked at the same time, and for the next keys while these are read. Of a
 * key that it does not find equal it says nothing more, for a key that is written all the time is seldom equal at one moment: the secondary is a
 * little behind. {@link Comparer} reads the secondary later, when it may have caught up. A pair of values is in memory at a time. For one thread.
 */
final class FirstLook implements AutoCloseable {

    /** So often what is to be sent is sent while as many as may be are asked for. */
    private static final int SENDINGS = 4;

    /** What one side's serialized form may take of memory, in bytes; longer ones are looked at more closely, in pieces. */
    private static final long ROOM = 16L << 20;

    private final Side primary;
    private final Side secondary;
    private final long toleranceMillis;
    private final Consumer<byte[]> unequal;
    private final ReadAhead ahead = new ReadAhead();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Set<NodeConnection> unflushed = new HashSet<>();
    private int unsent; // of the last that were asked for

    /** A key that both sides were asked for. */
    private record Asked(byte[] key, NodeConnection left, NodeConnection right) {}

    /** @param unequal told of each key that is not the same on both sides for certain, while it or a later one is looked at */
    FirstLook(ClusterView primary, ClusterView secondary, long toleranceMillis, Consumer<byte[]> unequal) {
        this.primary = new Side(primary);
        this.secondary = new Side(secondary);
        this.toleranceMillis = toleranceMillis;
        this.unequal = unequal;
    }

    /**
     * Asks for a key.
     *
     * @throws IOException if a side cannot be read; nothing can be looked at after that
     */
    void at(byte[] key) throws IOException {
        Asked next = new Asked(key, primary.connection(key), secondary.connection(key));
        Glance.ask(next.left(), key);
        Glance.ask(next.right(), key);
        asked.add(next);
        unflushed.add(next.left());
        unflushed.add(next.right());
        unsent++;
        int most = ahead.most();
        if (unsent >= most / SENDINGS) {
            flush();
        }
        while (asked.size() > most) {
            readOldest();
        }
    }

    /** Reads what was asked for. */
    void finish() throws IOException {
        while (!asked.isEmpty()) {
            readOldest();
        }
    }

    private void readOldest() throws IOException {
        if (unsent >= asked.size()) {
            flush();
        }
        Asked oldest = asked.remove();
        Glance left = Glance.read(primary.links(), oldest.left(), ROOM);
        Glance right = Glance.read(secondary.links(), oldest.right(), ROOM);
        ahead.read(left.isTooLong() || right.isTooLong() ? ROOM : Math.max(left.bytes(), right.bytes()));
        if (!left.hasSameValueAs(right) || left.differenceInTtl(right, toleranceMillis) != null) {
            unequal.accept(oldest.key());
        }
    }

    private void flush() throws IOException {
        for (NodeConnection connection : unflushed) {
            connection.flush();
        }
        unflushed.clear();
        unsent = 0;
    }

    @Override
    public void close() {
        primary.close();
        secondary.close();
    }
}
