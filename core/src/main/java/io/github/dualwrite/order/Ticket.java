package io.github.dualwrite.order;

import org.jspecify.annotations.Nullable;

/**
 * One operation in flight towards one secondary: the stripes of its keys as they were when it began. It is its own place on the first of them,
 * since every write makes one. Belongs to the operation's thread; handing it to another needs a happens-before edge, as for any plain object.
 */
public final class Ticket extends Hold {

    private final Keys keys;

    /** Its keys are all there are. */
    final boolean everything;

    boolean overlapped;

    Ticket(Keys keys, boolean everything) {
        super(keys.isEmpty() ? 0 : keys.get(0).stripe(), ofOthers(keys));
        this.keys = keys;
        this.everything = everything;
    }

    /** The keys that it was begun on. */
    public Keys keys() {
        return keys;
    }

    /** The first of its stripes; {@code null} if it has no keys. */
    @Nullable
    Hold first() {
        return keys.isEmpty() ? null : this;
    }

    /** This operation pulsed the stripe itself; only what others do there is an overlap. */
    void pulsed(int pulsedStripe) {
        for (Hold hold = first(); hold != null; hold = hold.next) {
            if (hold.stripe == pulsedStripe) {
                hold.expected = Stripes.following(hold.expected);
            }
        }
    }
}
