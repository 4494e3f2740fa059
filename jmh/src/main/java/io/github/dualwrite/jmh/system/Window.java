package io.github.dualwrite.jmh.system;

import io.github.dualwrite.account.Latencies.Counts;
import io.github.dualwrite.jmh.Latencies;
import org.jspecify.annotations.Nullable;

/**
 * What was measured while callers did one thing for a while.
 *
 * @param commands commands that callers sent
 * @param seconds how long they did
 * @param latencies of each call
 * @param cpuNanos what the whole process took until everything was done that callers had left behind
 * @param allocated bytes allocated on the callers' threads
 * @param heapBytes the most that the heap held
 * @param settleSeconds from when callers stopped until the secondary had everything
 * @param settled whether it had, in the end
 * @param copied writes that became copies
 * @param lost writes that failed on the secondary behind the callers' backs
 * @param lag how far the secondary trailed, where somebody measured it
 */
record Window(
        long commands,
        double seconds,
        Latencies latencies,
        long cpuNanos,
        long allocated,
        long heapBytes,
        double settleSeconds,
        boolean settled,
        long copied,
        long lost,
        @Nullable Counts lag) {

    double perSecond() {
        return commands / seconds;
    }

    double micros(double share) {
        return latencies.micros(share);
    }

    double cpuMicros() {
        return cpuNanos / 1e3 / commands;
    }

    double bytes() {
        return (double) allocated / commands;
    }

    double lagMillis(double share) {
        return lag == null ? Double.NaN : lag.percentile(share) / 1e6;
    }
}
