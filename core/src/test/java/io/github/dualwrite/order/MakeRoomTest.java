package io.github.dualwrite.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.SlotStates.State;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Dirty keys that wait for a node which is away leave their room, and nothing they stood for is lost: their slots stand for it. */
class MakeRoomTest {

    private static final long ROOM = 10_000;
    private static final Key LAST = key("last");

    private final AtomicBoolean away = new AtomicBoolean();
    private final SlotStates slots = new SlotStates(State.SYNCED);
    private final DirtyKeys dirty =
            new DirtyKeys(ROOM, slot -> away.get() && slot != LAST.slot(), () -> 0, entered -> {});
    private final KeyOrder order = new KeyOrder(dirty, slots, new NoLanes());

    @Test
    void keysOfTheNodeLeaveUntilTheyTakeTheirShareOnly() {
        long marked = fill();
        assertThat(order.isDirty(LAST)).isFalse();
        away.set(true);
        order.makeRoom();
        assertThat(dirty.bytes()).isBetween(1L, ROOM / 4);
        order.mark(LAST, 1);
        assertThat(order.isDirty(LAST)).isTrue();
        assertThat(marked - writesOfKeys()).isEqualTo(writesOfSlots()).isPositive();
    }

    @Test
    void nobodyLeavesWhileEveryNodeIsThere() {
        fill();
        long before = dirty.bytes();
        order.makeRoom();
        assertThat(dirty.bytes()).isEqualTo(before);
    }

    @Test
    void aMarkThatIsHalfWayKeepsItsKey() {
        fill();
        Key key = key("0");
        dirty.put(key, 1); // and not placed yet
        away.set(true);
        order.makeRoom();
        assertThat(order.isDirty(key)).isTrue();
        dirty.place(key, 0);
        order.makeRoom();
        assertThat(dirty.claim(key, 0)).isNotZero();
    }

    @Test
    void whoIsInFlightLearnsThatItsBaseIsInDoubtAgain() {
        long marked = fill();
        Map<Key, Ticket> open = new HashMap<>();
        for (int i = 0; i < marked; i++) {
            Key key = key(Integer.toString(i));
            open.put(key, order.begin(key));
        }
        away.set(true);
        order.makeRoom();
        Key key = open.keySet().stream()
                .filter(k -> !order.isDirty(k))
                .findFirst()
                .orElseThrow();
        assertThat(slots.state(key.slot())).isEqualTo(State.DIRTY);
        Effect append = Effect.of(List.of(Step.of(Step.ANY, key.bytes())), List.of(key.bytes()), true, false, "APPEND");
        assertThat(order.complete(Objects.requireNonNull(open.get(key)), append, key, Keys.none()))
                .isEqualTo(KeyOrder.Fate.OVERLAPPED);
    }

    /** Marks keys until one finds no room; its slot is dirty then. Returns how many writes were marked. */
    private long fill() {
        for (int i = 0; ; i++) {
            Key key = key(Integer.toString(i));
            order.mark(key, 1);
            if (!order.isDirty(key)) {
                return i + 1L;
            }
        }
    }

    private long writesOfKeys() {
        long writes = 0;
        for (int i = 0; i < ROOM; i++) {
            DirtyKeys.Entry entry = dirty.entry(key(Integer.toString(i)));
            writes += entry == null ? 0 : entry.writes;
        }
        return writes;
    }

    private long writesOfSlots() {
        long writes = 0;
        for (int slot = 0; slot < slots.all().length; slot++) {
            writes += slots.syncing(slot).writes();
        }
        return writes;
    }

    private static Key key(String name) {
        return new Key(name.getBytes(StandardCharsets.US_ASCII));
    }
}
