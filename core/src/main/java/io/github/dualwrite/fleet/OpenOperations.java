package io.github.dualwrite.fleet;

import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.order.Peers;
import java.util.BitSet;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What this process is doing to which key, so far as other processes can overlap it.
 *
 * <p>An operation, a write or a repair, is open from its begin until it is marked, changed nothing, or this process hears its own closing frame come
 * back. A frame carries the hashes of keys whose operations one node of the secondary has confirmed, and is told on that node, which hands all frames
 * to all processes in one order. Of two operations that overlap, one's frame comes second; its process hears the first while its own is still open,
 * and marks the key, whose repair then begins after both were confirmed. An operation on several keys is marked whole.
 *
 * <p>Two nodes confirm operations on one key only when its slot moves, and then one after the other. So who learns that a slot has moved marks what it
 * holds open there, before it uses the new owner: what it opens later began when the former owner had confirmed its last. An operation that was sent
 * to one node and redirected to another is told on both.
 *
 * <p>While a node's frames are not heard, nothing is known of the others there: what ends meanwhile is marked, and so is what is open when it is heard
 * again. The tests check this class, lines and sessions with the real order of two processes in every interleaving of their steps. Safe for any thread.
 */
class OpenOperations implements Peers {

    private final OpenTable open = new OpenTable();
    private final Consumer<Key> mark;
    private final IntPredicate isHeard;
    private final LongAdder overlaps = new LongAdder();

    /**
     * @param mark marks a key from outside of any write
     * @param isHeard whether frames about keys of a slot are heard
     */
    OpenOperations(Consumer<Key> mark, IntPredicate isHeard) {
        this.mark = mark;
        this.isHeard = isHeard;
    }

    @Override
    public boolean mayExist() {
        return true;
    }

    @Override
    public void opened(Keys keys) {
        if (keys.size() == 1) {
            open.add(keys.get(0));
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            Keys forgotten = open.add(keys.get(i), keys);
            for (int j = 0; j < forgotten.size(); j++) {
                mark.accept(forgotten.get(j));
            }
        }
    }

    @Override
    public void over(Keys keys) {
        for (int i = 0; i < keys.size(); i++) {
            open.remove(keys.get(i).hash());
        }
    }

    @Override
    public boolean areHeard(int slot) {
        return isHeard.test(slot);
    }

    /** A key's operation is told on one more node, and over only when both were heard. */
    void openedAgain(Key key) {
        open.add(key);
    }

    /** The closing frame of the keys with these hashes has come back. */
    void echoed(int... hashes) {
        open.removeAll(hashes);
    }

    /** The operation on a key with this hash is confirmed, and the others cannot be told, or it cannot be known that they were. */
    void untold(int hash) {
        open.with(hash).forEach(mark);
        open.remove(hash);
    }

    /** Another process has closed operations: those that are open here overlapped them. */
    void heardOther(int[] hashes) {
        for (int hash : hashes) {
            Collection<Key> mine = open.with(hash);
            if (!mine.isEmpty()) {
                overlaps.increment();
                mine.forEach(mark);
            }
        }
    }

    /** What is open may have missed a frame, or may be told where nobody looks. */
    void doubt(Predicate<Key> which) {
        open.with(which).forEach(mark);
    }

    @Override
    public void openSlots(BitSet into) {
        open.forEach(key -> into.set(key.slot()));
    }

    /** How often another process's operation was found to overlap one of this process. */
    long overlaps() {
        return overlaps.sum();
    }

    /** How many keys are open; for diagnosis. */
    int size() {
        return open.size();
    }
}
