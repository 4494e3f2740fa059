package io.github.dualwrite.fleet;

import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Peers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process is doing to which key, so far as other processes can overlap it.
 *
 * <p>An operation, a write or a repair, is open from its begin until this process hears its own closing frame come back. A frame carries the hashes
 * of the keys whose operations were confirmed, and all processes hear all frames in one order. Of two operations that overlap, one's frame comes
 * second; its process hears the first while its own is still open, and marks the key, whose repair then begins after both were confirmed.
 *
 * <p>While frames are not heard, nothing is known of the others: what is open when that begins, what ends meanwhile, and what is open when it is
 * over, is marked. The tests check this class with the real order of two processes in every interleaving of their steps. Safe for any thread.
 */
class OpenOperations implements Peers {

    /** The operations on keys of one hash: how many, and what to mark when one of them is overlapped. */
    private static final class Open {
        final List<Key> keys;
        final int count;

        Open(List<Key> keys, int count) {
            this.keys = keys;
            this.count = count;
        }

        Open and(List<Key> more) {
            if (keys.containsAll(more)) {
                return new Open(keys, count + 1);
            }
            List<Key> all = new ArrayList<>(keys);
            all.addAll(more);
            return new Open(all, count + 1);
        }

        @Nullable
        Open less() {
            return count == 1 ? null : new Open(keys, count - 1);
        }
    }

    private final ConcurrentHashMap<Long, Open> open = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Key> toTell = new ConcurrentLinkedQueue<>();
    private final Consumer<Key> mark;
    private final Runnable onClosed;
    private final LongAdder overlaps = new LongAdder();
    private volatile boolean heard;

    /**
     * @param mark marks a key from outside of any write
     * @param onClosed told that there is something to tell
     */
    OpenOperations(Consumer<Key> mark, Runnable onClosed) {
        this.mark = mark;
        this.onClosed = onClosed;
    }

    @Override
    public void opened(List<Key> keys) {
        for (int i = 0; i < keys.size(); i++) {
            open.merge(keys.get(i).hash64(), new Open(keys, 1), (known, fresh) -> known.and(fresh.keys));
        }
    }

    @Override
    public void closed(List<Key> keys) {
        if (!heard) {
            dropped(keys); // marked by whoever closes it, and nobody would tell us when it was heard
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            toTell.add(keys.get(i));
        }
        onClosed.run();
    }

    @Override
    public void dropped(List<Key> keys) {
        for (int i = 0; i < keys.size(); i++) {
            drop(keys.get(i).hash64());
        }
    }

    private void drop(long hash) {
        open.computeIfPresent(hash, (h, known) -> known.less());
    }

    @Override
    public boolean areHeard() {
        return heard;
    }

    /** Up to {@code most} hashes of closed operations; empty if there are none. */
    long[] take(int most) {
        long[] hashes = new long[Math.min(most, 64)];
        int count = 0;
        for (Key key = count < most ? toTell.poll() : null; key != null; key = count < most ? toTell.poll() : null) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, Math.min(most, count * 2));
            }
            hashes[count++] = key.hash64();
        }
        return Arrays.copyOf(hashes, count);
    }

    boolean hasSomethingToTell() {
        return !toTell.isEmpty();
    }

    /** An own frame has come back: what it closed is over. */
    void heardOwn(long[] hashes) {
        for (long hash : hashes) {
            drop(hash);
        }
    }

    /** Another process has closed operations: those that are open here overlapped them. */
    void heardOther(long[] hashes) {
        for (long hash : hashes) {
            Open mine = open.get(hash);
            if (mine != null) {
                overlaps.increment();
                mine.keys.forEach(mark);
            }
        }
    }

    /** From now on every frame is heard. What is open may have missed one. */
    void listening() {
        heard = true;
        markOpen();
    }

    /** Frames may be missed from now on. {@code unheard}: hashes that were told and have not come back. */
    void deaf(List<long[]> unheard) {
        heard = false;
        markOpen();
        unheard.forEach(this::heardOwn);
        for (Key key = toTell.poll(); key != null; key = toTell.poll()) {
            drop(key.hash64());
        }
    }

    void markOpen() {
        open.values().forEach(known -> known.keys.forEach(mark));
    }

    @Override
    public void openSlots(BitSet into) {
        open.values().forEach(known -> known.keys.forEach(key -> into.set(key.slot())));
    }

    /** How often another process's operation was found to overlap one of this process. */
    long overlaps() {
        return overlaps.sum();
    }

    /** How many hashes are open; for diagnosis. */
    int size() {
        return open.size();
    }
}
