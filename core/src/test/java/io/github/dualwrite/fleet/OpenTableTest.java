package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table against a map, over random steps; with a hole left open in a probe ({@code free} without moving up) it
 * loses keys, and so it does when it shrinks without them. */
class OpenTableTest {

    @Test
    void holdsWhatAMapHolds() {
        OpenTable table = new OpenTable();
        Map<Key, Integer> model = new HashMap<>();
        Random random = new Random(7);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            keys.add(new Key(("key:" + i).getBytes(StandardCharsets.US_ASCII)));
        }
        for (int step = 0; step < 400_000; step++) {
            int adds = step / 50_000 % 2 == 0 ? 5 : 2; // of eight steps: it grows, and is all but emptied again
            Key key = keys.get(random.nextInt(keys.size()));
            if (random.nextInt(8) < adds) {
                table.add(key);
                model.merge(key, 1, Integer::sum);
            } else {
                table.remove(key.hashCode());
                model.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
            }
            assertThat(table.with(key.hashCode()).isEmpty()).isNotEqualTo(model.containsKey(key));
        }
        assertThat(table.size()).isEqualTo(model.size());
        List<Key> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.keySet());
        for (Key key : keys) {
            assertThat(table.with(key.hashCode()).isEmpty()).isNotEqualTo(model.containsKey(key));
        }
    }

    @Test
    void manyAreRemovedTogetherAsOneByOne() {
        OpenTable together = new OpenTable();
        OpenTable oneByOne = new OpenTable();
        Random random = new Random(11);
        Key[] keys = new Key[1_000];
        Arrays.setAll(keys, i -> new Key(("key:" + i).getBytes(StandardCharsets.US_ASCII)));
        for (int step = 0; step < 2_000; step++) {
            for (int i = 0; i < 50; i++) {
                Key key = keys[random.nextInt(keys.length)];
                together.add(key);
                oneByOne.add(key);
            }
            int[] closed = new int[random.nextInt(100)]; // some twice, some that are not open
            Arrays.setAll(closed, i -> keys[random.nextInt(keys.length)].hashCode());
            together.removeAll(closed);
            for (int hash : closed) {
                oneByOne.remove(hash);
            }
            List<Key> left = new ArrayList<>();
            List<Key> expected = new ArrayList<>();
            together.forEach(left::add);
            oneByOne.forEach(expected::add);
            assertThat(left).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(oneByOne.size()).isPositive();
    }

    @Test
    void keysThatShareTheToldBitsAreFoundUntilBothAreClosed() {
        OpenTable table = new OpenTable();
        Key one = twins().get(0);
        Key other = twins().get(1);
        int hash = one.hashCode();
        table.add(other);
        table.add(one);
        table.add(one);
        assertThat(table.with(hash)).containsExactlyInAnyOrder(one, other);
        table.remove(hash);
        table.remove(hash);
        assertThat(table.with(hash)).containsExactlyInAnyOrder(one, other); // whose is the last, nobody knows
        table.remove(hash);
        assertThat(table.with(hash)).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void whatATwinWasOpenedTogetherWithIsForgottenWithTheLastOfThem() {
        OpenTable table = new OpenTable();
        Key one = twins().get(0);
        Key other = twins().get(1);
        Key third = new Key("third".getBytes(StandardCharsets.US_ASCII));
        table.add(other, Keys.of(List.of(other.bytes(), third.bytes())));
        table.add(one);
        table.remove(one.hashCode());
        assertThat(table.with(one.hashCode())).containsExactlyInAnyOrder(one, other, third);
        table.remove(one.hashCode());
        table.add(other);
        assertThat(table.with(other.hashCode())).containsExactly(other);
    }

    /** Two keys with the same hash. */
    private static List<Key> twins() {
        Map<Integer, Key> byHash = new HashMap<>();
        for (int i = 0; ; i++) {
            Key key = new Key(("key:" + i).getBytes(StandardCharsets.US_ASCII));
            Key twin = byHash.put(key.hashCode(), key);
            if (twin != null) {
                return List.of(twin, key);
            }
        }
    }
}
