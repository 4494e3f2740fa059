package io.github.dualwrite.order;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation in flight towards one secondary: the stripes of its keys as they were when it began. Belongs to the operation's thread;
 * handing it to another needs a happens-before edge, as for any plain object.
 */
public final class Ticket {

    final List<Key> keys;
    /** The first of its stripes; {@code null} if it has no keys. */
    final @Nullable Hold first;

    /** Its keys are all there are. */
    final boolean everything;

    boolean overlapped;

    Ticket(List<Key> keys, boolean everything) {
        this.keys = keys;
        this.everything = everything;
        this.first = Hold.of(keys);
    }

    /** This operation pulsed the stripe itself; only what others do there is an overlap. */
    void pulsed(int stripe) {
        for (Hold hold = first; hold != null; hold = hold.next) {
            if (hold.stripe == stripe) {
                hold.expected = Stripes.following(hold.expected);
            }
        }
    }
}
