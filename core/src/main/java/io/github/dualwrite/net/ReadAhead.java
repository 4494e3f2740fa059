package io.github.dualwrite.net;

/**
 * How many values of unknown size may be asked for before the first of them is read. The more, the fewer round trips; but a server holds every
 * answer that nobody has read yet, so they are few where values have been large lately, and few at first. For one thread.
 */
public final class ReadAhead {

    private static final int MOST = 1_024;
    private static final int MOST_AT_FIRST = 32;
    private static final long BYTES = 1 << 20;
    private static final int SLOWNESS = 64;

    private long large = BYTES / MOST_AT_FIRST;

    /** So many, at least one. */
    public int most() {
        return (int) Math.max(1, Math.min(MOST, BYTES / large));
    }

    /** A value of so many bytes was read. A large one is remembered for some hundreds of small ones. */
    public void read(long bytes) {
        large = Math.max(1, Math.max(bytes, large - large / SLOWNESS));
    }
}
