package io.github.dualwrite.lane;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The dirty keys of one lane. Those of nodes that do not answer lie apart until something about the nodes has changed: while a secondary is gone it
 * may be all of them, and to look at each again and again takes the cores from the callers. Any thread may {@link #add}; everything else belongs to the
 * lane's thread.
 */
final class WaitingKeys {

    /** What tells whether the node of a key answers; a map equals only itself. */
    private record Sight(SlotMap primary, SlotMap secondary, long primaryChanges, long secondaryChanges) {}

    private final Queue<Key> waiting = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Key> apart = new ArrayDeque<>();
    private final LaneSide primary;
    private final LaneSide secondary;
    private volatile boolean anyApart;

    @Nullable
    private Sight sight;

    private int again; // so many of those apart, from the first on, were laid there before the nodes changed

    WaitingKeys(LaneSide primary, LaneSide secondary) {
        this.primary = primary;
        this.secondary = secondary;
    }

    void add(Key key) {
        waiting.add(key);
    }

    void addAll(List<Key> keys) {
        waiting.addAll(keys);
    }

    /** To be called before keys are taken: those that lie apart are taken first if their nodes may answer by now. */
    void look() {
        Sight now = new Sight(
                primary.topology().map(),
                secondary.topology().map(),
                primary.links().changes(),
                secondary.links().changes());
        if (!now.equals(sight)) {
            sight = now; // what changes from here on is seen the next time
            again = apart.size();
        }
    }

    /** The next key, whether or not its nodes answer; {@code null} if there is none. */
    @Nullable
    Key poll() {
        if (again == 0) {
            return waiting.poll();
        }
        again--;
        Key key = apart.poll();
        anyApart = !apart.isEmpty();
        return key;
    }

    /** Lays a key apart if its nodes do not answer, and tells whether it has. */
    boolean layApartIfAway(Key key) {
        if (primary.isUp(key) && secondary.isUp(key)) {
            return false;
        }
        apart.add(key);
        anyApart = true;
        return true;
    }

    /** Whether no key waits, those apart included. */
    boolean isEmpty() {
        return waiting.isEmpty() && !anyApart;
    }
}
