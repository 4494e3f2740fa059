package io.github.dualwrite.order;

import java.util.List;

/**
 * One operation in flight towards one secondary: the stripes of its keys as they were when it began. Belongs to the operation's thread;
 * handing it to another needs a happens-before edge, as for any plain object.
 */
public final class Ticket {

    final List<Key> keys;
    final int[] stripes;
    /** The sequence that each stripe would have if nobody but this operation had touched it. */
    final long[] expected;
    /** Whether each stripe counts this operation as one of its owner's stream. */
    final boolean[] own;

    /** Its keys are all there are. */
    final boolean everything;

    boolean overlapped;

    Ticket(List<Key> keys, boolean everything) {
        this.keys = keys;
        this.everything = everything;
        this.stripes = stripesOf(keys);
        this.expected = new long[stripes.length];
        this.own = new boolean[stripes.length];
    }

    /** The stripes of the keys, each once: an operation on two keys of one stripe must not take itself for another. */
    static int[] stripesOf(List<Key> keys) {
        int n = keys.size();
        if (n == 1) {
            return new int[] {keys.get(0).stripe()};
        }
        int[] found = new int[n];
        int count = 0;
        next:
        for (int i = 0; i < n; i++) {
            int stripe = keys.get(i).stripe();
            if (n <= 16) {
                for (int j = 0; j < count; j++) {
                    if (found[j] == stripe) {
                        continue next;
                    }
                }
            }
            found[count++] = stripe;
        }
        if (n > 16) {
            return java.util.Arrays.stream(found).distinct().toArray();
        }
        return count == n ? found : java.util.Arrays.copyOf(found, count);
    }

    /** This operation pulsed the stripe itself; only what others do there is an overlap. */
    void pulsed(int stripe) {
        for (int i = 0; i < stripes.length; i++) {
            if (stripes[i] == stripe) {
                expected[i] = Stripes.following(expected[i]);
            }
        }
    }
}
