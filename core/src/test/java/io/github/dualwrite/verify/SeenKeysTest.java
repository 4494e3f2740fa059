package io.github.dualwrite.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A key that was never seen is never known: it would not be compared. Seen to fail with a place that is known for any hash that is in it. */
class SeenKeysTest {

    private static final int MOST = 1 << 14;

    private final SeenKeys seen = new SeenKeys(MOST);

    @Test
    void whatFitsIsKnownAndNothingElse() {
        IntStream.range(0, MOST / 2).forEach(i -> seen.add(key(i)));
        assertThat(IntStream.range(0, MOST / 2).filter(i -> seen.contains(key(i))))
                .hasSizeGreaterThan(MOST / 2 * 99 / 100);
        assertThat(IntStream.range(MOST, 10 * MOST).filter(i -> seen.contains(key(i))))
                .isEmpty();
    }

    @Test
    void ofMoreThanFitsSomeAreForgottenAndNoneIsTakenForAnother() {
        IntStream.range(0, 4 * MOST).forEach(i -> seen.add(key(i)));
        assertThat(IntStream.range(0, 4 * MOST).filter(i -> seen.contains(key(i))))
                .hasSizeBetween(MOST / 2, MOST);
        assertThat(IntStream.range(4 * MOST, 14 * MOST).filter(i -> seen.contains(key(i))))
                .isEmpty();
    }

    @Test
    void aKeySeenTwiceTakesOnePlace() {
        for (int i = 0; i < 10 * MOST; i++) {
            seen.add(key(i % 100));
        }
        assertThat(IntStream.range(0, 100)).allMatch(i -> seen.contains(key(i)));
    }

    private static byte[] key(int i) {
        return ("key:" + i).getBytes(StandardCharsets.US_ASCII);
    }
}
