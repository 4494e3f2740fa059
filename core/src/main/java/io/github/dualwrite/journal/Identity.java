package io.github.dualwrite.journal;

import java.util.Arrays;
import java.util.Set;

/**
 * Which clusters a journal is about: hashes of the ids of their nodes. They are learned when the targets have been reached, which may be long after
 * the start; a side without ids was never reached.
 *
 * @param primary of the primary's nodes, sorted
 * @param secondary of the secondary's nodes, sorted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Identity(long[] primary, long[] secondary) {

    /** So many ids of a side are kept. */
    static final int MOST = 128;

    static final Identity UNKNOWN = new Identity(new long[0], new long[0]);

    static Identity of(Set<String> primary, Set<String> secondary) {
        return new Identity(hashes(primary), hashes(secondary));
    }

    private static long[] hashes(Set<String> ids) {
        return ids.stream().mapToLong(Mix::of).sorted().limit(MOST).toArray();
    }

    /** Whether both are about the same clusters as far as can be told: no side is known in both and shares no node. */
    boolean agreesWith(Identity other) {
        return sharesOne(primary, other.primary) && sharesOne(secondary, other.secondary);
    }

    private static boolean sharesOne(long[] some, long[] others) {
        return some.length == 0
                || others.length == 0
                || Arrays.stream(some).anyMatch(id -> Arrays.binarySearch(others, id) >= 0);
    }

    boolean isSameAs(Identity other) {
        return Arrays.equals(primary, other.primary) && Arrays.equals(secondary, other.secondary);
    }
}
