package io.github.dualwrite.verify;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How to verify.
 *
 * @param ttlTolerance how far two times to live may be apart; remaining times are read one after the other, so never zero
 * @param keysPerSecond the pace; each key is read on both sides
 * @param rounds how often a suspect is looked at before it counts as different, at least 1
 * @param pause the time before suspects are looked at again
 * @param samples how many differing keys the report names at most
 * @param fix whether what differs is marked for a copy
 * @param progress told now and then, on the verifying thread
 */
public record VerifyOptions(
        Duration ttlTolerance,
        int keysPerSecond,
        int rounds,
        Duration pause,
        int samples,
        boolean fix,
        Consumer<Progress> progress) {

    /** Checks the bounds. */
    public VerifyOptions {
        require(
                !ttlTolerance.isNegative() && !ttlTolerance.isZero(),
                "ttlTolerance",
                ttlTolerance,
                "a positive duration");
        require(keysPerSecond > 0, "keysPerSecond", keysPerSecond, "at least 1");
        require(rounds > 0, "rounds", rounds, "at least 1");
        require(!pause.isNegative(), "pause", pause, "zero or more");
        require(samples >= 0, "samples", samples, "zero or more");
    }

    /** Two seconds of tolerance, 20,000 keys a second, five rounds a second apart, 100 samples, nothing fixed, progress to nobody. */
    public static VerifyOptions ofDefaults() {
        return new VerifyOptions(Duration.ofSeconds(2), 20_000, 5, Duration.ofSeconds(1), 100, false, progress -> {});
    }

    /** The same, marking what differs for a copy. */
    public VerifyOptions withFix() {
        return new VerifyOptions(ttlTolerance, keysPerSecond, rounds, pause, samples, true, progress);
    }

    /** The same at another pace. */
    public VerifyOptions withKeysPerSecond(int pace) {
        return new VerifyOptions(ttlTolerance, pace, rounds, pause, samples, fix, progress);
    }

    /** The same with other rounds. */
    public VerifyOptions withRounds(int number, Duration between) {
        return new VerifyOptions(ttlTolerance, keysPerSecond, number, between, samples, fix, progress);
    }

    /** The same, telling {@code listener}. */
    public VerifyOptions withProgress(Consumer<Progress> listener) {
        return new VerifyOptions(ttlTolerance, keysPerSecond, rounds, pause, samples, fix, listener);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("verify " + name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /**
     * How far a verification is.
     *
     * @param secondary the secondary's name
     * @param keysCompared keys compared so far
     * @param suspects keys that looked different so far
     */
    public record Progress(String secondary, long keysCompared, long suspects) {}
}
