package io.github.dualwrite.jmh.system;

import java.time.Duration;

/**
 * A program that compares the secondary with the primary, key by key. Before each run one key of the secondary is made different: who does not find it has
 * not compared.
 */
interface Checker {

    String name();

    /** Whether it reads the values of all keys on both sides; if not, it sees that one is longer. */
    boolean comparesValues();

    /** For how long of each run its own pace lets it compare nothing. */
    Duration idle();

    /**
     * Runs it once.
     *
     * @return whether it compared so many keys and found exactly one that differs
     */
    boolean findsOneOf(int keys);
}
