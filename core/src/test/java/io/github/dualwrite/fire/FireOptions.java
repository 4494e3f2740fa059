package io.github.dualwrite.fire;

import io.github.dualwrite.testkit.ServerBinary;
import java.util.List;

/**
 * What is drawn and how hard.
 *
 * @param seed operations and faults follow from it; threads and servers interleave as they like
 * @param servers what the primary, the sharded and the single secondary run
 * @param writers how many processes write
 * @param callers how many threads write in each
 * @param rate operations per second of each process, 0 for as many as it can
 */
record FireOptions(long seed, List<ServerBinary> servers, int writers, int callers, int rate) {

    static FireOptions of(long seed, int writers) {
        return new FireOptions(seed, servers(seed), writers, 4, 1_500);
    }

    /** The same at another rate. */
    FireOptions atRate(int newRate) {
        return new FireOptions(seed, servers, writers, callers, newRate);
    }

    /** The same with the same program everywhere. */
    FireOptions onOneVersion() {
        ServerBinary one = ServerBinary.find();
        return new FireOptions(seed, List.of(one, one, one), writers, callers, rate);
    }

    /** The primary newer than its secondaries, older, or in between, as the seed wants it and as far as there are servers. */
    private static List<ServerBinary> servers(long seed) {
        List<ServerBinary> all = ServerBinary.all();
        ServerBinary oldest = all.get(0);
        ServerBinary newest = all.get(all.size() - 1);
        ServerBinary middle = all.get(all.size() / 2);
        return switch (Math.floorMod(seed, 3)) {
            case 0 -> List.of(oldest, newest, middle);
            case 1 -> List.of(newest, oldest, middle);
            default -> List.of(middle, newest, oldest);
        };
    }
}
