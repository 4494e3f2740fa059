package io.github.dualwrite.order;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As {@link World}, with two of the writes being one stream's: begun and completed by one thread, in order, while the primary executes them, in order,
 * at moments of its own. A world of its own, since the shortcuts by which that one compares its states do not hold for a thread with two tickets.
 */
final class StreamWorld {

    private static final Key KEY = new Key("key".getBytes(StandardCharsets.US_ASCII));
    private static final SlotStates SYNCED = new SlotStates(SlotStates.State.SYNCED);

    /** An actor: its code, and how far it is. */
    private static final class Actor {
        final Runnable code;
        final Steps steps = new Steps();
        boolean done;
        /** The sequence that each of its tickets expects, and which of them it is at. */
        final long[] expected = new long[2];

        int at;
        /** How many writes of the stream the primary must have executed before the next step. */
        int waitsFor;

        Actor(Runnable code) {
            this.code = code;
        }
    }

    private final Set<Rule> without;
    private final int refusing;
    private final Stripes stripes = new OneStripe().withASequence();
    private final DirtyKeys dirty = new SteppedDirtyKeys();
    private final KeyOrder order = new KeyOrder(stripes, dirty, SYNCED, new Queue(), Peers.NONE, Doubts.NONE);
    private final List<Integer> primary = new ArrayList<>();
    private List<Integer> secondary = new ArrayList<>();
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final List<Actor> actors = new ArrayList<>();
    private final Actor repair = new Actor(this::repair);
    private final int writers;
    private int begun;
    private int executed;
    private long filled;
    private long confirmed;
    private long accounted;
    private int current = -1;

    /** @param refusing a bit per writer whose effect the lane refuses */
    StreamWorld(int writers, int marks, int refusing, @Nullable Rule without) {
        this(0, writers, marks, refusing, without);
    }

    /** @param streamed 2 if the first two writers are two writes of one stream, begun and completed by one thread while the primary executes */
    StreamWorld(int streamed, int writers, int marks, int refusing, @Nullable Rule without) {
        this.without = without == null ? Set.of() : EnumSet.of(without);
        this.refusing = refusing;
        this.writers = writers;
        if (streamed > 0) {
            actors.add(new Actor(this::stream));
        }
        for (int i = streamed; i < writers; i++) {
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
        complete(ticket, number);
    }

    private void stream() {
        Actor me = actor();
        Ticket[] tickets = new Ticket[2];
        for (int i = 0; i < 2; i++) {
            me.at = i;
            tickets[i] = order.begin(KEY, false, 1);
        }
        for (int i = 0; i < 2; i++) {
            me.at = without.contains(Rule.STREAM_KEEPS_ITS_ORDER) ? 1 - i : i;
            me.waitsFor = me.at + 1;
            complete(tickets[me.at], me.at);
        }
    }

    private void complete(Ticket ticket, int number) {
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
        List<Integer> state = step(() -> List.copyOf(primary));
        step(() -> secondary = new ArrayList<>(state));
        long mended = ticket == null ? dirty.clean(KEY, version) : order.endRepair(ticket, KEY, version);
        step(() -> accounted += Math.max(0, mended));
    }

    /** What can happen next: an actor's number, {@code actors.size()} for the lane's head, one more for the repair. */
    List<Integer> enabled() {
        List<Integer> enabled = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            if (!actors.get(i).done && actors.get(i).waitsFor <= executed) {
                enabled.add(i);
            }
        }
        if (executed < begun) {
            enabled.add(actors.size() + 2);
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
        } else if (action == actors.size() + 2) {
            primary.add(executed++);
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
     * compared, so it is their distances that count.
     */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        text.append(primary)
                .append(secondary)
                .append(queue)
                .append(accounted)
                .append('/')
                .append(begun)
                .append(executed);
        text.append(describeDirty()).append(repair.steps);
        for (Actor actor : actors) {
            text.append('|');
            if (!actor.done) {
                text.append(actor.steps).append(((OneStripe) stripes).shape());
                for (long expected : actor.expected) {
                    long moved = Stripes.sequence(((OneStripe) stripes).word()) - expected;
                    text.append(expected == 0 ? 0 : Math.min(moved, 2));
                }
            }
        }
        return text.toString();
    }

    boolean isDirty() {
        return !describeDirty().isEmpty();
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

        OneStripe withASequence() {
            super.pulse(0); // a sequence of 0 would look like that of no ticket
            return this;
        }

        long word() {
            return super.state(0);
        }

        /** Who is in flight, without the sequence. */
        long shape() {
            return super.state(0) - Stripes.withSequence(Stripes.sequence(super.state(0)));
        }

        @Override
        long begin(int stripe, int stream) {
            long word = step(
                    () -> {
                        begun += stream;
                        return super.begin(0, stream);
                    },
                    seen -> Stripes.isAlone(seen) + "/" + Stripes.isOwn(seen));
            actor().expected[actor().at] = Stripes.sequence(word);
            return stream != 0 && without.contains(Rule.STREAM_SEES_OTHERS) ? Stripes.alone(word) : word;
        }

        @Override
        long pulse(int stripe) {
            long word = step(() -> without.contains(Rule.PULSE) ? super.state(0) : super.pulse(0), any -> "");
            if (actor().expected[actor().at] != 0) {
                actor().expected[actor().at]++;
            }
            return word;
        }

        @Override
        long end(int stripe, boolean own) {
            long expected = actor().expected[actor().at];
            long word = step(() -> super.end(0, own), seen -> Stripes.sequence(seen) == expected);
            // a write that does not look again at its end sees what it saw at its beginning
            return without.contains(Rule.MARK_AGAIN_AT_THE_END) ? Stripes.withSequence(expected) : word;
        }

        @Override
        long state(int stripe) {
            long expected = actor().expected[actor().at];
            return step(() -> super.state(0), seen -> Stripes.sequence(seen) == expected);
        }
    }

    private final class SteppedDirtyKeys extends DirtyKeys {

        SteppedDirtyKeys() {
            super(Long.MAX_VALUE, () -> 0, key -> {});
        }

        @Override
        boolean put(Key key, long writes) {
            return step(() -> super.put(key, writes));
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
