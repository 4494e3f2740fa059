package io.github.dualwrite.listener.cli;

/** What the process ends with. A signal that ends it gives 128 and the signal's number, 143 for SIGTERM, after closing in order. */
final class ExitCode {

    /** Ended, or the check found everything well. */
    static final int WELL = 0;

    /** Cannot start: an address is taken, or a file cannot be used. */
    static final int CANNOT_START = 1;

    /** Wrong usage, or a configuration that cannot be used. */
    static final int CONFIGURATION = 2;

    /** The check found a target that cannot be used. */
    static final int CHECK_FAILED = 3;

    private ExitCode() {}
}
