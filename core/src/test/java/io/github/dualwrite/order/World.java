package io.github.dualwrite.order;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One key, a primary, a secondary, and actors that run the real {@link KeyOrder} on real {@link Stripes} and {@link DirtyKeys}, one atomic step at
 * a time. A writer appends its number to a list, on the primary and by its effect on the secondary: not idempotent, not commutative, so that any
 * loss, double application or reordering shows.
 */
final class World {

    private static final Key KEY = new Key("key".getBytes(StandardCharsets.US_ASCII));
    /** What a copy holds whose two reads, the time to live and the value, fit each other at no moment. */
    private static final List<Integer> TORN = List.of(-1);

    private static final SlotStates SYNCED = new SlotStates(SlotStates.State.SYNCED);

    /** An actor: its code, and how far it is. */
    private static final class Actor {
        final Runnable code;
        final Steps steps = new Steps();
        boolean done;
        /** The sequence that its ticket expects, while that counts: the ticket is open, and nothing has been noticed yet. */
        long expected;

        boolean noticed;

        Actor(Runnable code) {
            this.code = code;
        }
    }

    private final Set<Rule> without;
    private final int refusing;
    private final Stripes stripes = new OneStripe();
    private final DirtyKeys dirty = new SteppedDirtyKeys();
    private final KeyOrder order = new KeyOrder(stripes, dirty, SYNCED, new Queue(), Peers.NONE, Doubts.NONE);
    private final List<Integer> primary = new ArrayList<>();
    private List<Integer> secondary = new ArrayList<>();
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final List<Actor> actors = new ArrayList<>();
    private final Actor repair = new Actor(this::repair);
    private final int writers;
    private long filled;
    private long confirmed;
    private long accounted;
    private int current = -1;

    /** @param refusing a bit per writer whose effect the lane refuses */
    World(int writers, int marks, int refusing, @Nullable Rule without) {
        this.without = without == null ? Set.of() : EnumSet.of(without);
        this.refusing = refusing;
        this.writers = writers;
        for (int i = 0; i < writers; i++) {
            int number = i;
            actors.add(new Actor(() -> write(number)));
        }
        for (int i = 0; i < marks; i++) {
            actors.add(new Actor(() -> order.mark(KEY, 0)));
        }
    }

    private void write(int number) {
        Ticket ticket = order.begin(KEY);
        step(() -> primary.add(number));
        Effect effect = Effect.of(
                List.of(Step.of(Step.ANY, Integer.toString(number).getBytes(StandardCharsets.US_ASCII))),
                List.of(KEY.bytes()),
                true,
                false,
                "APPEND");
        order.complete(ticket, effect, KEY, Keys.none());
    }

    private void repair() {
        long version = step(() -> dirty.claim(KEY, confirmed), claimed -> isCurrent(claimed));
        Ticket ticket = without.contains(Rule.REPAIR_HOLDS_A_TICKET) ? null : order.beginRepair(KEY);
        List<Integer> before = step(() -> List.copyOf(primary), this::places);
        List<Integer> state = step(() -> primary.equals(before) ? before : TORN, any -> places(any) + "read");
        step(
                () -> {
                    repair.steps.forgetFrom(1); // what was read has been written
                    return secondary = new ArrayList<>(state);
                },
                any -> "written");
        long mended = ticket == null ? dirty.clean(KEY, version) : order.endRepair(ticket, KEY, version);
        step(() -> accounted += Math.max(0, mended));
    }

    /** What can happen next: an actor's number, {@code actors.size()} for the lane's head, one more for the repair. */
    List<Integer> enabled() {
        List<Integer> enabled = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            if (!actors.get(i).done) {
                enabled.add(i);
            }
        }
        if (repair.steps.hasStarted()) {
            enabled.add(actors.size() + 1);
        } else {
            if (!queue.isEmpty()) {
                enabled.add(actors.size());
            }
            current = -1;
            if (dirty.claim(KEY, confirmed) > 0) {
                enabled.add(actors.size() + 1);
            }
        }
        return enabled;
    }

    void perform(int action) {
        current = action;
        if (action < actors.size()) {
            Actor actor = actors.get(action);
            actor.done = actor.steps.advance(actor.code);
        } else if (action == actors.size()) {
            secondary.add(queue.remove());
            confirmed++;
            accounted++;
        } else if (repair.steps.advance(repair.code)) {
            repair.steps.reset();
        }
        current = -1;
    }

    /** Nothing can happen any more: why this end is wrong, or {@code null} if it is right. */
    @Nullable
    String flaw() {
        if (!primary.equals(secondary)) {
            return "primary " + primary + ", secondary " + secondary;
        }
        if (!describeDirty().isEmpty()) {
            return "dirty for ever: " + describeDirty();
        }
        return accounted == writers ? null : accounted + " writes accounted for, of " + writers;
    }

    /**
     * Equal for states from which the same things can happen. Sequences, versions and counts of the lane only ever move up and are only ever
     * compared, so it is their distances that count. Writers run the same code and so do marks, so it does not count which of them is where:
     * a writer is known by its place on the primary, and those that are not there yet are as good as each other.
     */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        text.append(primary.size())
                .append(places(secondary))
                .append(places(queue))
                .append(accounted);
        text.append(describeDirty()).append(repair.steps);
        primary.forEach(writer -> text.append('|').append(describe(writer)));
        List<String> others = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            if (!primary.contains(i)) {
                others.add((i < writers ? 'w' : 'm') + describe(i));
            }
        }
        Collections.sort(others);
        return text.append(others).toString();
    }

    private List<Integer> places(Collection<Integer> numbers) {
        return numbers.stream().map(primary::indexOf).toList();
    }

    private String describe(int number) {
        Actor actor = actors.get(number);
        if (actor.done) {
            return "done";
        }
        boolean refused = (refusing & 1 << number) != 0;
        return actor.steps + moved(actor) + (refused ? "r" : "");
    }

    private String moved(Actor actor) {
        if (actor.expected == 0 || actor.noticed) {
            return "";
        }
        long moved = Stripes.sequence(((OneStripe) stripes).word()) - actor.expected;
        return Long.toString(without.contains(Rule.PULSE) ? Math.min(moved, 2) : Math.min(moved, 1));
    }

    private String describeDirty() {
        DirtyKeys.Entry entry = dirty.entry(KEY);
        return entry == null
                ? ""
                : "marks " + entry.marksInProgress + " ahead " + Math.max(0, entry.place - confirmed) + " writes "
                        + entry.writes;
    }

    private boolean isCurrent(long version) {
        DirtyKeys.Entry entry = dirty.entry(KEY);
        return entry != null && entry.version == version;
    }

    private Actor actor() {
        return current < actors.size() ? actors.get(current) : repair;
    }

    private <T> T step(Supplier<T> primitive) {
        return step(primitive, String::valueOf);
    }

    private <T> T step(Supplier<T> primitive, Function<T, Object> view) {
        return current < 0 ? primitive.get() : actor().steps.step(primitive, view);
    }

    private final class OneStripe extends Stripes {

        OneStripe() {
            super(1);
        }

        long word() {
            return super.state(0);
        }

        @Override
        long begin(int stripe, int stream) {
            Actor actor = actor();
            boolean looks = actor != repair; // who overlaps a repair is seen by the one that does
            long word = step(
                    () -> {
                        long seen = super.begin(0, stream);
                        actor.noticed = !looks || !Stripes.isAlone(seen);
                        return seen;
                    },
                    seen -> looks ? Stripes.isAlone(seen) : "begin");
            actor.expected = Stripes.sequence(word);
            return word;
        }

        @Override
        long pulse(int stripe) {
            long word = step(() -> without.contains(Rule.PULSE) ? super.state(0) : super.pulse(0), any -> "");
            if (actor().expected != 0) {
                actor().expected++;
            }
            return word;
        }

        @Override
        long end(int stripe, boolean own) {
            long expected = actor().expected;
            long word = step(
                    () -> {
                        actor().steps.forgetFrom(actor() == repair ? 1 : 0);
                        actor().noticed = true;
                        return super.end(0, own);
                    },
                    any -> "end");
            // a write that does not look again at its end sees what it saw at its beginning
            return without.contains(Rule.MARK_AGAIN_AT_THE_END) ? Stripes.withSequence(expected) : word;
        }

        @Override
        long state(int stripe) {
            long expected = actor().expected;
            return step(() -> super.state(0), seen -> Stripes.sequence(seen) == expected);
        }
    }

    private final class SteppedDirtyKeys extends DirtyKeys {

        SteppedDirtyKeys() {
            super(Long.MAX_VALUE, () -> 0, key -> {});
        }

        @Override
        boolean put(Key key, long writes) {
            return step(
                    () -> {
                        actor().steps.forgetFrom(1); // why it marks does not count any more
                        return super.put(key, writes);
                    },
                    any -> "put" + writes);
        }

        @Override
        void place(Key key, long ahead) {
            step(() -> {
                super.place(key, ahead);
                return true;
            });
        }

        @Override
        public boolean contains(Key key) {
            return step(() -> super.contains(key));
        }

        @Override
        public long clean(Key key, long version) {
            return step(() -> super.clean(key, version));
        }

        @Override
        boolean isReady(Entry entry, long done) {
            boolean ahead = entry.place > done && !without.contains(Rule.WAIT_FOR_WHAT_IS_AHEAD);
            boolean marking = entry.marksInProgress > 0 && !without.contains(Rule.WAIT_FOR_MARKS_IN_PROGRESS);
            return !ahead && !marking;
        }

        @Override
        boolean isServed(Entry entry, long version) {
            return without.contains(Rule.CLEAN_ONLY_IF_NOT_MARKED_AGAIN) || super.isServed(entry, version);
        }
    }

    private final class Queue implements EffectQueue {

        @Override
        public boolean offer(Effect effect, Keys written) {
            int number = Integer.parseInt(new String(effect.steps().get(0).words()[0], StandardCharsets.US_ASCII));
            return step(() -> {
                if ((refusing & 1 << number) != 0) {
                    return false;
                }
                filled++;
                return queue.add(number);
            });
        }

        @Override
        public long filled(int slot) {
            return step(() -> filled, ahead -> Math.max(0, ahead - confirmed));
        }

        @Override
        public long confirmed(int slot) {
            return confirmed;
        }
    }
}
