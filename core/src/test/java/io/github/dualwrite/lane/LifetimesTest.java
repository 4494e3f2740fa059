package io.github.dualwrite.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.KnownEnds;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When an effect that builds on a key asks for the key's time to live. Each rule was seen to fail here when it was left out. */
class LifetimesTest {

    private static final byte[] KEY = bytes("key");

    private long now = TimeUnit.HOURS.toNanos(1);
    private final KnownEnds known = new KnownEnds(() -> now);
    private final Lifetimes lifetimes = new Lifetimes(() -> now, known);

    @Test
    void asksWhereOthersMayHaveGivenATimeToLive() {
        assertThat(asks("HSET", now)).isTrue();
    }

    @Test
    void asksNothingWhereEveryTimeToLiveIsKnown() {
        copyEverySlot();

        assertThat(asks("HSET", now)).isFalse();
    }

    @Test
    void asksAgainOnceOthersAreHeard() {
        copyEverySlot();
        known.strangers();

        assertThat(asks("HSET", now)).isTrue();
    }

    @Test
    void asksAboutAKeyThatEndsUntilAWhileAfterItsEnd() {
        copyEverySlot();
        lifetimes.ends(KEY, 1_000);
        assertThat(asks("HSET", now)).isTrue();

        pass(2_900);
        assertThat(asks("HSET", now)).isTrue();

        pass(200);
        assertThat(asks("HSET", now)).isFalse();
    }

    /** However late it is sent: the write met the key, the effect meets nothing. */
    @Test
    void asksForAWriteThatWasCompletedBeforeTheEndAndWaitedLong() {
        copyEverySlot();
        lifetimes.ends(KEY, 1_000);
        long stamp = now;
        pass(60_000);

        assertThat(asks("HSET", stamp)).isTrue();
        assertThat(asks("HSET", now)).isFalse();
    }

    @Test
    void asksNothingWhereTheRepliesTell() {
        assertThat(asks(effect(5L, "INCR"), now)).isFalse();
        assertThat(asks(effect(1L, "INCR"), now)).isTrue();
    }

    private void copyEverySlot() {
        BitSet all = new BitSet();
        all.set(0, SlotMap.SLOTS);
        known.learned(all, known.epoch());
        pass(60_000);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private boolean asks(String command, long stamp) {
        return asks(effect(1L, command, "field", "value"), stamp);
    }

    private boolean asks(Effect effect, long stamp) {
        List<Step> sent = lifetimes.guarded(effect, effect.steps(), stamp);
        assertThat(sent).isNotNull();
        return sent.size() > effect.steps().size();
    }

    private static Effect effect(Object reply, String command, String... rest) {
        byte[][] words = new byte[2 + rest.length][];
        words[0] = bytes(command);
        words[1] = KEY;
        for (int i = 0; i < rest.length; i++) {
            words[2 + i] = bytes(rest[i]);
        }
        return Effect.of(List.of(Step.of(reply, words)), List.of(KEY), true, false, command);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
