package io.github.dualwrite.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.net.SlotMap;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was written is read, and nothing else is. */
class LayoutTest {

    private static final Layout.Header HEADER = new Layout.Header(new UUID(11, 12), 13, "cluster2");

    private static ByteBuffer file() {
        ByteBuffer blank = Layout.blank(HEADER);
        ByteBuffer file = ByteBuffer.allocateDirect(Layout.BYTES).put(blank).clear();
        Layout.identity(file, Identity.of(Set.of("a", "b"), Set.of("c")));
        SlotBits bits = new SlotBits(file.slice(Layout.BITS_AT, SlotBits.BYTES), HEADER.salt());
        bits.set(0);
        bits.set(77);
        bits.set(16_383);
        return file;
    }

    @Test
    void whatWasWrittenIsRead() throws Layout.Damaged {
        ByteBuffer file = file();
        Layout.Contents contents = Layout.read(file);
        assertThat(contents.header()).isEqualTo(HEADER);
        assertThat(contents.slots().stream()).containsExactly(0, 77, 16_383);
        assertThat(contents.identity().isSameAs(Identity.of(Set.of("b", "a"), Set.of("c"))))
                .isTrue();
        assertThat(contents.closed()).isFalse();
        Layout.closed(file, HEADER);
        assertThat(Layout.read(file).closed()).isTrue();
    }

    /** Seen to fail with any one of the check sums left out of {@link Layout#read}. */
    @Test
    void anyByteThatWasChangedIsNoticed() {
        ByteBuffer file = file();
        for (int at = 0; at < Layout.BYTES; at++) {
            byte before = file.get(at);
            for (int change : new int[] {1, 0x80, 0xFF}) {
                file.put(at, (byte) (before ^ change));
                assertThatThrownBy(() -> Layout.read(file)).as("byte %s", at).isInstanceOf(Layout.Damaged.class);
            }
            file.put(at, before);
        }
    }

    @Test
    void aFileOfAnyOtherLengthIsNoticed() {
        ByteBuffer file = file();
        for (int length : new int[] {0, 1, 4_096, Layout.BYTES - 1}) {
            assertThatThrownBy(() -> Layout.read(file.duplicate().limit(length)))
                    .isInstanceOf(Layout.Damaged.class)
                    .hasMessageContaining(length + " bytes");
        }
    }

    @Test
    void aPageOfAnotherJournalIsNoticed() {
        ByteBuffer file = file();
        file.put(Layout.BITS_AT, SlotBits.empty(new Layout.Header(new UUID(1, 1), 13, "cluster2").salt()), 0, 4_096);
        assertThatThrownBy(() -> Layout.read(file)).hasMessageContaining("slots");
    }

    @Test
    void clustersAreTheSameWhileTheyShareANode() {
        Identity known = Identity.of(Set.of("a", "b"), Set.of("c", "d"));
        assertThat(known.agreesWith(Identity.of(Set.of("b", "x"), Set.of("d", "y"))))
                .isTrue();
        assertThat(known.agreesWith(Identity.of(Set.of("a"), Set.of("y")))).isFalse();
        assertThat(known.agreesWith(Identity.of(Set.of("x"), Set.of("c")))).isFalse();
        assertThat(Identity.UNKNOWN.agreesWith(known)).as("never reached").isTrue();
    }

    @Test
    void ofVeryManyNodesSomeAreKept() throws Layout.Damaged {
        Set<String> many = IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.toSet());
        ByteBuffer file = file();
        Layout.identity(file, Identity.of(many, many));
        Identity read = Layout.read(file).identity();
        assertThat(read.primary()).hasSize(Identity.MOST);
        assertThat(read.agreesWith(Identity.of(many, many))).isTrue();
    }

    @Test
    void everySlotHasABitOfItsOwn() {
        SlotBits bits = new SlotBits(
                ByteBuffer.allocateDirect(SlotBits.BYTES).put(SlotBits.empty(5)).clear(), 5);
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            bits.set(slot);
            assertThat(bits.count()).isEqualTo(slot + 1);
        }
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            assertThat(bits.clear(slot, bits.word(slot))).isTrue();
            assertThat(bits.isSet(slot)).isFalse();
        }
        assertThat(bits.count()).isZero();
    }
}
