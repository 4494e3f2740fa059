package io.github.dualwrite.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final double[] SHARES = {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1};

    /** Against the percentiles of the very values. */
    @Test
    void percentilesAreNeverTooLowAndAtMostAnEighthTooHigh() {
        SplittableRandom random = new SplittableRandom(7);
        Latencies latencies = new Latencies();
        long[] values = new long[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.pow(2, random.nextDouble() * 40);
            latencies.record(values[i]);
        }
        Arrays.sort(values);
        for (double share : SHARES) {
            long exact = values[(int) Math.ceil(share * values.length) - 1];
            assertThat(latencies.counts().percentile(share))
                    .as("share %s", share)
                    .isBetween(exact, exact + exact / 8 + 1);
        }
    }

    @Test
    void smallNumbersAreExactAndExtremesHaveAPlace() {
        Latencies latencies = new Latencies();
        for (int i = 0; i < 8; i++) {
            latencies.record(i);
        }
        assertThat(latencies.counts().percentile(0.5)).isEqualTo(3);
        assertThat(latencies.counts().percentile(1)).isEqualTo(7);
        latencies.record(-5);
        latencies.record(Long.MAX_VALUE);
        assertThat(latencies.counts().total()).isEqualTo(10);
        assertThat(latencies.counts().percentile(0)).isZero();
        assertThat(latencies.counts().percentile(1)).isGreaterThan(4_000_000_000_000L);
    }

    @Test
    void aSpanOfTimeIsTheDifferenceOfTwoSnapshots() {
        Latencies latencies = new Latencies();
        latencies.record(1_000_000);
        Latencies.Counts before = latencies.counts();
        assertThat(latencies.counts().since(before).total()).isZero();
        assertThat(latencies.counts().since(before).percentile(0.99)).isZero();
        latencies.record(10);
        assertThat(latencies.counts().since(before).percentile(0.99)).isEqualTo(10);
    }
}
