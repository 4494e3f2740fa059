package io.github.dualwrite.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Effects;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The queue between callers and a lane. */
class EffectRingTest {

    private static final byte[] OK = bytes("OK");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean offer(EffectRing ring, String name) {
        byte[] key = bytes(name);
        Effect effect =
                Effects.standard().of(Catalogue.builtIn().resolve(Command.of(bytes("SET"), key, bytes("value"))), OK);
        return ring.offer(effect, new Key(key), name.length(), 7);
    }

    /** The keys of a batch, as its effects say and as they are packed; "-" of what is not packed. */
    private static List<String> taken(Batch batch, List<String> packed) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            names.add(new String(batch.keys(i).get(0).bytes(), StandardCharsets.US_ASCII));
            assertThat(batch.effect(i).keys().get(0)).isEqualTo(bytes(names.get(i)));
            assertThat(batch.slot(i)).isEqualTo(batch.keys(i).get(0).slot());
            int place = batch.place(i);
            packed.add(
                    batch.packedLength(i) == 0
                            ? "-"
                            : new String(
                                    batch.packed(),
                                    Packed.key(batch.packed(), place),
                                    Packed.keyLength(batch.packed(), place),
                                    StandardCharsets.US_ASCII));
        }
        return names;
    }

    @Test
    void aFullRingTakesNoMoreUntilSomethingIsReleased() {
        EffectRing ring = new EffectRing(4);
        Batch batch = new Batch(ring, 2, Long.MAX_VALUE);
        for (String name : List.of("a", "b", "c", "d")) {
            assertThat(offer(ring, name)).isTrue();
        }
        assertThat(offer(ring, "e")).isFalse();
        batch.take();
        assertThat(offer(ring, "e")).isFalse();
        assertThat(taken(batch, new ArrayList<>())).containsExactly("a", "b");
        batch.release();
        assertThat(ring.released()).isEqualTo(2);
        assertThat(offer(ring, "e")).isTrue();
        assertThat(ring.filled()).isEqualTo(5);
    }

    @Test
    void aBatchTakesNothingTwiceHoweverMuchItHasRoomFor() {
        EffectRing ring = new EffectRing(4);
        Batch batch = new Batch(ring, 100, Long.MAX_VALUE);
        for (String name : List.of("a", "b", "c", "d")) {
            offer(ring, name);
        }
        batch.take();
        assertThat(taken(batch, new ArrayList<>())).containsExactly("a", "b", "c", "d");
        batch.release();
        batch.take();
        assertThat(batch.size()).isZero();
        assertThat(ring.size()).isZero();
    }

    @Test
    void aBatchIsFullOfBytesToo() {
        EffectRing ring = new EffectRing(4);
        Batch batch = new Batch(ring, 100, 5);
        for (String name : List.of("abc", "def", "g")) {
            offer(ring, name);
        }
        batch.take();
        assertThat(taken(batch, new ArrayList<>())).containsExactly("abc", "def");
        assertThat(batch.bytes()).isEqualTo(6);
        assertThat(batch.isFull()).isTrue();
    }

    /** With a place used while another effect still lies there, the bytes of one are found beside the objects of another. */
    @Test
    void whatIsPackedIsTheEffectsOwnHoweverFarTheLaneIsBehind() {
        EffectRing ring = new EffectRing(1 << 16);
        Batch batch = new Batch(ring, 1 << 12, Long.MAX_VALUE);
        Random random = new Random(3);
        int offered = 0;
        int unpacked = 0;
        for (int turn = 0; turn < 80; turn++) {
            int more = random.nextInt(turn % 20 < 10 ? 1 << 14 : 1 << 11);
            for (int i = 0; i < more && offer(ring, "key:" + offered); i++) {
                offered++;
            }
            batch.take();
            List<String> packed = new ArrayList<>();
            List<String> names = taken(batch, packed);
            for (int i = 0; i < names.size(); i++) {
                assertThat(names.get(i)).isEqualTo("key:" + (ring.released() + i));
                assertThat(packed.get(i)).isIn(names.get(i), "-");
                unpacked += packed.get(i).equals("-") ? 1 : 0;
            }
            batch.release();
        }
        assertThat(unpacked).as("those for which there was no place").isBetween(1, offered - 1);
    }

    @Test
    void whoOffersBesideOthersLosesNothing() throws InterruptedException {
        int callers = 3;
        int each = 30_000;
        EffectRing ring = new EffectRing(1 << 10);
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < callers; c++) {
            int caller = c;
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    while (!offer(ring, caller + ":" + i)) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        Batch batch = new Batch(ring, 300, Long.MAX_VALUE);
        int[] next = new int[callers];
        int left = callers * each;
        while (left > 0) {
            batch.take();
            List<String> packed = new ArrayList<>();
            List<String> names = taken(batch, packed);
            assertThat(packed).isEqualTo(names);
            for (String name : names) {
                int caller = name.charAt(0) - '0';
                assertThat(name).isEqualTo(caller + ":" + next[caller]++);
            }
            left -= names.size();
            batch.release();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ring.size()).isZero();
        assertThat(ring.filled()).isEqualTo((long) callers * each);
    }
}
