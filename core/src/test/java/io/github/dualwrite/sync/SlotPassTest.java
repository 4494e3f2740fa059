package io.github.dualwrite.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SlotPassTest {

    /** A pass holds the keys of its slots in memory, so that their number must not grow with the data set. */
    @Test
    void theMoreKeysThereAreTheFewerSlotsArePassedAtOnce() {
        assertThat(SlotPass.slotsAtOnce(-1, 20_000)).isEqualTo(64);
        assertThat(SlotPass.slotsAtOnce(0, 20_000)).isEqualTo(4_096);
        assertThat(SlotPass.slotsAtOnce(1_000_000, 20_000)).isBetween(300, 330);
        assertThat(SlotPass.slotsAtOnce(100_000_000, 20_000)).isEqualTo(3);
        assertThat(SlotPass.slotsAtOnce(10_000_000_000L, 20_000)).isEqualTo(1);
    }

    /** Slots that no part takes would never be passed. */
    @Test
    void partsShareAllSlots() {
        BitSet slots = new BitSet();
        slots.set(5, 50);
        BitSet together = new BitSet();
        for (int i = 0; i < 7; i++) {
            BitSet part = SlotPass.everyNth(slots, 7, i);
            assertThat(part.cardinality()).isBetween(6, 7);
            assertThat(part.intersects(together)).isFalse();
            together.or(part);
        }
        assertThat(together).isEqualTo(slots);
    }
}
