package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * How clients are served.
 *
 * @param threads how many threads serve clients; default 0, which means one per two processors and at most four. Each has connections of its own to
 *     the primary, and keys that are written over several of them at the same time are copied instead of replayed: few are better than many
 * @param clusterMode what the listener tells clients that ask for a cluster; default {@link ClusterMode#OFF}
 * @param adminCommands whether commands that administer the primary's nodes ({@code CONFIG SET}, {@code DEBUG}, {@code ACL}...) are passed on to every
 *     one of them; default no, they are refused
 * @param limits what clients may take
 */
public record Serving(int threads, ClusterMode clusterMode, boolean adminCommands, Limits limits) {

    private static final int MOST_THREADS = 256;

    /** The defaults named above. */
    public static Serving ofDefaults() {
        return new Serving(0, ClusterMode.NONE, false, Limits.ofDefaults());
    }

    /** How many threads that means on this machine. */
    public int actualThreads() {
        return threads > 0
                ? threads
                : Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** The same with another answer to clients that ask for a cluster. */
    public Serving withClusterMode(ClusterMode mode) {
        return new Serving(threads, mode, adminCommands, limits);
    }

    /** The same with so many threads. */
    public Serving withThreads(int count) {
        return new Serving(count, clusterMode, adminCommands, limits);
    }

    /** The same with other limits. */
    public Serving withLimits(Limits others) {
        return new Serving(threads, clusterMode, adminCommands, others);
    }

    /** What is wrong with it; empty if nothing is. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(limits.problems());
        if (threads < 0 || threads > MOST_THREADS) {
            problems.add(new Problem("threads", Integer.toString(threads), "0 to " + MOST_THREADS));
        }
        return problems;
    }
}
