package io.github.dualwrite.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies side by side is independent all the same. */
class StripesTest {

    @Test
    void whatHappensToOneSecondaryIsNoNewsToAnother() {
        int last = (1 << Stripes.BITS) - 1;
        List<Stripes> all = Stripes.sideBySide(3);
        for (int stripe : new int[] {0, 1, last}) {
            for (Stripes begun : all) {
                assertThat(Stripes.isAlone(begun.begin(stripe, 0))).isTrue();
            }
        }
        assertThat(all).allMatch(stripes -> stripes.inFlight() == 3);
        int before = Stripes.sequence(all.get(0).state(last));
        all.get(1).pulseAll();
        all.get(2).pulse(last);
        assertThat(Stripes.sequence(all.get(0).state(last))).isEqualTo(before);
        assertThat(Stripes.sequence(all.get(1).state(last))).isEqualTo(Stripes.following(before));
        assertThat(Stripes.sequence(all.get(2).state(last))).isEqualTo(Stripes.following(before));
        assertThat(Stripes.sequence(all.get(2).state(0))).isEqualTo(before);
        all.get(0).end(0, false);
        assertThat(all.stream().map(Stripes::inFlight)).containsExactly(2L, 3L, 3L);
    }
}
