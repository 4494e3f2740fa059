package io.github.dualwrite.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotMapTest {

    @Test
    void knowsEachSlotsOwnerAndItsPlace() {
        Node[] nodes = new Node[SlotMap.SLOTS];
        @Nullable Node[] owners = new @Nullable Node[SlotMap.SLOTS];
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            nodes[slot] = new Node("127.0.0.1", 1_024 + slot % 1_000);
            owners[slot] = slot % 7 == 3 ? null : nodes[slot];
        }
        SlotMap map = new SlotMap(owners);
        assertThat(map.primaries()).hasSize(1_000).doesNotHaveDuplicates();
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            assertThat(map.owner(slot)).isEqualTo(owners[slot]);
            if (owners[slot] == null) {
                assertThat(map.place(slot)).isEqualTo(-1);
            } else {
                assertThat(map.primaries().get(map.place(slot))).isEqualTo(owners[slot]);
            }
        }
    }

    @Test
    void aSingleNodeOwnsAll() {
        Node node = new Node("127.0.0.1", 6_379);
        SlotMap map = SlotMap.single(node);
        assertThat(map.primaries()).containsExactly(node);
        assertThat(map.owner(0)).isEqualTo(node);
        assertThat(map.owner(SlotMap.SLOTS - 1)).isEqualTo(node);
    }
}
