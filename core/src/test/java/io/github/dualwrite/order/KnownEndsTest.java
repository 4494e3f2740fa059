package io.github.dualwrite.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class KnownEndsTest {

    private long now = 1_000;
    private final KnownEnds ends = new KnownEnds(() -> now);

    @Test
    void nothingIsKnownOfWhatOthersHaveCopied() {
        assertThat(ends.isKnown(7, 5_000, 0)).isFalse();
    }

    @Test
    void aSlotIsKnownForWritesAWhileAfterItWasCopied() {
        ends.learned(slot(7), ends.epoch());

        assertThat(ends.isKnown(7, 1_099, 100)).isFalse();
        assertThat(ends.isKnown(7, 1_100, 100)).isTrue();
        assertThat(ends.isKnown(8, 1_100, 100)).isFalse();
    }

    @Test
    void whoIsHeardOrMayHaveBeenMissedEndsAllKnowledge() {
        ends.learned(slot(7), ends.epoch());
        ends.strangers();

        assertThat(ends.isKnown(7, 5_000, 0)).isFalse();
    }

    @Test
    void whoIsHeardDuringTheCopyMakesItVain() {
        long epoch = ends.epoch();
        ends.strangers();
        ends.learned(slot(7), epoch);

        assertThat(ends.isKnown(7, 5_000, 0)).isFalse();
    }

    @Test
    void whoCannotHearNeverKnows() {
        ends.neverAlone();
        ends.learned(slot(7), ends.epoch());

        assertThat(ends.isKnown(7, 5_000, 0)).isFalse();
    }

    private static BitSet slot(int slot) {
        BitSet slots = new BitSet();
        slots.set(slot);
        return slots;
    }
}
