package io.github.dualwrite.order;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation's place on one stripe, chained to its next. Nearly every operation has exactly one, which is the {@link Ticket} itself. */
class Hold {

    /** Among so few stripes, a look at each is cheaper than a set. */
    private static final int FEW = 16;

    final int stripe;
    final @Nullable Hold next;
    /** The sequence that the stripe would have if nobody but this operation had touched it. */
    int expected;
    /** Whether the stripe counts this operation as one of its owner's stream. */
    boolean own;

    Hold(int stripe, @Nullable Hold next) {
        this.stripe = stripe;
        this.next = next;
    }

    /**
     * The stripes of all keys but the first, each once, and the first's never: an operation on two keys of one stripe must not take itself for
     * another.
     */
    static @Nullable Hold ofOthers(Keys keys) {
        int n = keys.size();
        if (n < 2) {
            return null;
        }
        int firstStripe = keys.get(0).stripe();
        Set<Integer> known = n > FEW ? new HashSet<>(Set.of(firstStripe)) : null;
        Hold first = null;
        for (int i = n - 1; i > 0; i--) {
            int stripe = keys.get(i).stripe();
            if (known == null ? stripe != firstStripe && !isIn(first, stripe) : known.add(stripe)) {
                first = new Hold(stripe, first);
            }
        }
        return first;
    }

    private static boolean isIn(@Nullable Hold first, int stripe) {
        for (Hold hold = first; hold != null; hold = hold.next) {
            if (hold.stripe == stripe) {
                return true;
            }
        }
        return false;
    }
}
