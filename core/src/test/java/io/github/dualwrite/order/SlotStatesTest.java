package io.github.dualwrite.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.order.SlotStates.Pass;
import io.github.dualwrite.order.SlotStates.State;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SlotStatesTest {

    @Test
    void aPassMakesASlotSyncedAndAccountsForItsWrites() {
        SlotStates slots = new SlotStates(State.SYNCED);
        slots.dirty(7, 3);
        slots.dirty(7, 2);
        assertThat(slots.state(7)).isEqualTo(State.DIRTY);
        Pass pass = slots.syncing(7);
        assertThat(pass.writes()).isEqualTo(5);
        assertThat(slots.state(7)).isEqualTo(State.SYNCING);
        assertThat(slots.synced(pass)).isTrue();
        assertThat(slots.state(7)).isEqualTo(State.SYNCED);
    }

    @Test
    void whatIsForgottenDuringAPassNeedsAnotherOne() {
        SlotStates slots = new SlotStates(State.UNSYNCED);
        Pass first = slots.syncing(7);
        slots.dirty(7, 1);
        assertThat(slots.synced(first)).isFalse();
        assertThat(slots.state(7)).isEqualTo(State.DIRTY);
        Pass second = slots.syncing(7);
        assertThat(second.writes()).isEqualTo(1);
        assertThat(slots.synced(second)).isTrue();
    }

    @Test
    void aSlotThatWasNeverCopiedStaysSoWhenItIsMarked() {
        SlotStates slots = new SlotStates(State.UNSYNCED);
        slots.dirty(7, 1);
        assertThat(slots.state(7)).isEqualTo(State.UNSYNCED);
        assertThat(slots.counts()).containsExactly(16_384, 0, 0, 0);
    }

    @Test
    void anAbandonedPassLosesNothing() {
        SlotStates slots = new SlotStates(State.SYNCED);
        slots.dirty(7, 4);
        slots.abandon(slots.syncing(7));
        assertThat(slots.state(7)).isEqualTo(State.DIRTY);
        assertThat(slots.syncing(7).writes()).isEqualTo(4);
    }

    @Test
    void slotsAreThoseOfTheClusterSpecification() {
        assertThat(slot("foo")).isEqualTo(12_182);
        assertThat(slot("a")).isEqualTo(15_495);
        assertThat(slot("{user1000}.following")).isEqualTo(slot("{user1000}.followers"));
        assertThat(slot("foo{}{bar}")).isNotEqualTo(slot("bar"));
        assertThat(slot("foo{{bar}}zap")).isEqualTo(slot("{bar"));
        assertThat(slot("foo{bar}{zap}")).isEqualTo(slot("bar"));
        assertThat(slot("")).isZero();
    }

    private static int slot(String key) {
        return new Key(key.getBytes(StandardCharsets.US_ASCII)).slot();
    }

    /** With the writes taken before the epoch, some stay behind in a slot that is synced. */
    @Test
    void noWriteIsForgottenBesideAPass() throws InterruptedException {
        SlotStates slots = new SlotStates(State.SYNCED);
        int writes = 20_000_000;
        Thread caller = new Thread(() -> {
            for (int i = 0; i < writes; i++) {
                slots.dirty(7, 1);
            }
        });
        caller.start();
        long mended = 0;
        while (caller.isAlive() || slots.isForgotten(7)) {
            Pass pass = slots.syncing(7);
            mended += slots.synced(pass) ? pass.writes() : 0;
        }
        caller.join();
        assertThat(mended).isEqualTo(writes);
    }
}
