package io.github.dualwrite.fire;

import java.util.List;
import java.util.Map;

/**
 * What all writing processes said of themselves at one moment.
 *
 * @param seconds since the start
 * @param operations that were done so far, all together
 * @param lagMillis the oldest effect on its way, of the process that trails most
 * @param dirtyKeys all together
 * @param doubtfulSlots all together
 * @param heap megabytes, all together
 * @param threads all together
 * @param files open descriptors, all together
 */
record Sample(
        double seconds,
        long operations,
        long lagMillis,
        long dirtyKeys,
        long doubtfulSlots,
        long heap,
        long threads,
        long files) {

    static Sample of(double seconds, List<Map<String, String>> statuses) {
        long lag = 0;
        long[] sums = new long[6];
        String[] names = {"operations", "dirtyKeys", "doubtfulSlots", "heap", "threads", "files"};
        for (Map<String, String> status : statuses) {
            lag = Math.max(lag, Pairs.number(status, "lagMillis"));
            for (int i = 0; i < names.length; i++) {
                sums[i] += Pairs.number(status, names[i]);
            }
        }
        return new Sample(seconds, sums[0], lag, sums[1], sums[2], sums[3] >> 20, sums[4], sums[5]);
    }
}
