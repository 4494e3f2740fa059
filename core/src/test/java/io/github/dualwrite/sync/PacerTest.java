package io.github.dualwrite.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(5);
    private final Pacer pacer = new Pacer(1_000, 1_000_000, now::get);

    /** Takes as fast as it is allowed to, for so long; returns how many keys. */
    private int takeFor(long nanos, long bytesEach) {
        long end = now.get() + nanos;
        int taken = 0;
        while (now.get() < end) {
            long wait = pacer.take();
            if (wait == 0) {
                taken++;
                pacer.copied(bytesEach);
            } else {
                now.addAndGet(wait);
            }
        }
        return taken;
    }

    @Test
    void keysPerSecondAreKept() {
        assertThat(takeFor(10 * SECOND, 10)).isBetween(9_900, 10_200);
    }

    @Test
    void bytesPerSecondAreKept() {
        assertThat(takeFor(10 * SECOND, 10_000)).isBetween(950, 1_050);
    }

    @Test
    void aPauseIsNotCaughtUpWith() {
        takeFor(SECOND, 10);
        now.addAndGet(3_600 * SECOND);
        assertThat(takeFor(SECOND, 10)).isLessThan(1_200);
    }

    @Test
    void aPrimaryThatAnswersSlowlySlowsItDownAndAQuickOneLetsItRecover() {
        for (int i = 0; i < 20; i++) {
            pacer.primaryLatency(1_000_000);
        }
        assertThat(pacer.brake()).isEqualTo(1.0);
        for (int i = 0; i < 20; i++) {
            pacer.primaryLatency(50_000_000);
        }
        assertThat(pacer.brake()).isLessThan(0.1);
        assertThat(takeFor(10 * SECOND, 10)).isLessThan(1_000);
        for (int i = 0; i < 60; i++) {
            pacer.primaryLatency(1_000_000);
        }
        assertThat(pacer.brake()).isEqualTo(1.0);
    }
}
