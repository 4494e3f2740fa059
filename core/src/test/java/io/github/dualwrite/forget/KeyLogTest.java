package io.github.dualwrite.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.order.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log against a queue, over random keys and limits. */
class KeyLogTest {

    private record Entry(Key key, long time) {}

    private final ArrayDeque<Entry> model = new ArrayDeque<>();
    private long forgotten;

    /** What goes is the oldest: all that had come by then. */
    private void forgets(BitSet slots, long latest) {
        BitSet ofModel = new BitSet();
        while (!model.isEmpty() && model.element().time() <= latest) {
            ofModel.set(model.remove().key().slot());
            forgotten++;
        }
        assertThat(slots).isEqualTo(ofModel);
    }

    private static Key random(Random random, int longest) {
        byte[] bytes = new byte[random.nextInt(longest + 1)];
        random.nextBytes(bytes);
        return new Key(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 1_000, 70_000, 300_000, 600_000})
    void holdsTheLatestThatFit(int maxBytes) {
        KeyLog log = new KeyLog(maxBytes, this::forgets);
        Random random = new Random(maxBytes);
        long used = 0;
        for (int time = 0; time < 40_000; time++) {
            Key key = random(random, 60);
            log.add(key, time);
            model.add(new Entry(key, time));
            if (time % 997 == 0 || time < 300) {
                List<Key> all = new ArrayList<>();
                log.forEach(0, slot -> true, all::add);
                assertThat(all).isEqualTo(model.stream().map(Entry::key).toList());
                used = model.stream()
                        .mapToLong(each -> each.key().bytes().length + 14L)
                        .sum();
                assertThat(used).isLessThanOrEqualTo(maxBytes);
            }
        }
        assertThat(forgotten).isPositive();
        assertThat(used)
                .as("all but one page, less than an entry at the end of each, and what no page fits into")
                .isGreaterThan(maxBytes - maxBytes / 8 - 9 * 74L);
    }

    @Test
    void aKeyThatNeverFitsIsForgottenAtOnce() {
        BitSet slots = new BitSet();
        KeyLog log = new KeyLog(800, (gone, latest) -> {
            slots.or(gone);
            assertThat(latest).isEqualTo(2);
        });
        Key small = new Key(new byte[10]);
        Key large = new Key(new byte[100]);
        log.add(small, 1);
        log.add(large, 2);
        assertThat(slots.stream()).containsExactly(large.slot());
        List<Key> all = new ArrayList<>();
        log.forEach(0, slot -> true, all::add);
        assertThat(all).containsExactly(small);
    }

    @Test
    void withoutAnyRoomAllAreForgottenAtOnce() {
        KeyLog log = new KeyLog(0, (slots, latest) -> forgotten++);
        log.add(new Key(new byte[0]), 1);
        log.add(new Key(new byte[10]), 2);
        assertThat(forgotten).isEqualTo(2);
    }

    @Test
    void showsWhatIsAskedFor() {
        KeyLog log = new KeyLog(1_000, this::forgets);
        Key one = new Key(new byte[] {1});
        Key other = new Key(new byte[] {2});
        log.add(one, Long.MAX_VALUE); // the clock may pass from the largest to the smallest
        log.add(other, Long.MIN_VALUE);
        log.add(one, Long.MIN_VALUE + 5);
        List<Key> shown = new ArrayList<>();
        log.forEach(Long.MIN_VALUE, slot -> slot == one.slot(), shown::add);
        assertThat(shown).containsExactly(one);
        log.forEach(Long.MAX_VALUE, slot -> slot == other.slot(), shown::add);
        assertThat(shown).containsExactly(one, other);
    }
}
