package io.github.dualwrite.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a condition that nobody announces. */
public final class Await {

    private static final long STEP_NANOS = 2_000_000;

    private Await() {}

    /** Looks every two milliseconds. Returns whether the condition came true in time; an interrupt ends the wait and stays set. */
    public static boolean until(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
