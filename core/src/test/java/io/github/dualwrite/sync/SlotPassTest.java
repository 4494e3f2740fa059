package io.github.dualwrite.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotPassTest {

    /** A pass holds the keys of its slots in memory, so that their number must not grow with the data set. */
    @Test
    void theMoreKeysThereAreTheFewerSlotsArePassedAtOnce() {
        assertThat(SlotPass.slotsAtOnce(-1)).isEqualTo(64);
        assertThat(SlotPass.slotsAtOnce(0)).isEqualTo(4_096);
        assertThat(SlotPass.slotsAtOnce(1_000_000)).isBetween(300L, 330L);
        assertThat(SlotPass.slotsAtOnce(100_000_000)).isEqualTo(3);
        assertThat(SlotPass.slotsAtOnce(10_000_000_000L)).isEqualTo(1);
    }
}
