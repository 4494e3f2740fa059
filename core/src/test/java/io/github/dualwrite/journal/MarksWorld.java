package io.github.dualwrite.journal;

import io.github.dualwrite.order.Steps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One slot, its lane, one dirty key, and actors that run the real {@link SlotMarks} and {@link Sweep}, one atomic step at a time. At any moment the
 * process may be killed, so at any moment the file must say that the slot is in doubt if anything of it is.
 */
final class MarksWorld {

    private static final long SALT = 42;
    private static final int ROUNDS = 3;

    /**
     * Who takes part.
     *
     * @param fleet whether writes stay open towards other processes after they were confirmed
     * @param setAtFirst whether the bit is set from an earlier write
     */
    record Cast(int writers, int marks, int flushes, boolean fleet, boolean setAtFirst) {}

    private static final class Actor {
        final Runnable code;
        final Steps steps = new Steps();
        boolean done;

        Actor(Runnable code) {
            this.code = code;
        }
    }

    private final Set<MarksRule> without;
    private final SteppedCells cells = new SteppedCells();
    private final SteppedBits bits = new SteppedBits();
    private final SlotMarks marks = new SlotMarks(cells, bits) {

        @Override
        void set(int slot) {
            if (without.contains(MarksRule.FILE_BEFORE_CELL)) {
                cells.set(slot);
                bits.set(slot);
            } else {
                super.set(slot);
            }
        }
    };
    private final List<Actor> actors = new ArrayList<>();
    private final BitSet executed = new BitSet();
    private final BitSet unheard = new BitSet();
    private long filled;
    private long confirmed;
    private boolean dirty;
    private boolean flushing;
    private int current = -1;

    MarksWorld(Cast cast, @Nullable MarksRule without) {
        this.without = without == null ? Set.of() : EnumSet.of(without);
        if (cast.setAtFirst()) {
            marks.opened(0);
            marks.closed(0);
        }
        for (int i = 0; i < cast.writers(); i++) {
            int number = i;
            actors.add(new Actor(() -> write(number, cast.fleet())));
        }
        for (int i = 0; i < cast.marks(); i++) {
            actors.add(new Actor(this::mark));
        }
        for (int i = 0; i < cast.flushes(); i++) {
            actors.add(new Actor(this::flush));
        }
        actors.add(new Actor(this::sweep));
    }

    /** A write: its effect is queued, confirmed by the lane, and then open until its frame has come back. */
    private void write(int number, boolean fleet) {
        marks.opened(0);
        step(() -> {
            executed.set(number);
            return true;
        });
        step(() -> {
            unheard.set(number, fleet);
            return ++filled;
        });
        marks.closed(0);
        step(() -> {
            confirmed++;
            executed.clear(number);
            return true;
        });
        step(() -> {
            unheard.clear(number);
            return true;
        });
    }

    /** A mark from outside, and the repair that follows. */
    private void mark() {
        marks.opened(0);
        step(() -> dirty = true);
        marks.closed(0);
        marks.opened(0);
        step(() -> dirty = false);
        marks.closed(0);
    }

    private void flush() {
        marks.allOpened();
        step(() -> flushing = true);
        step(() -> flushing = false);
        marks.allClosed();
    }

    private void sweep() {
        Sweep sweep = new Sweep(marks, new Sweep.Rest() {

            @Override
            public long place(int slot) {
                return step(() -> without.contains(MarksRule.WAIT_FOR_THE_LANE) ? 0 : filled);
            }

            @Override
            public boolean isAtRest(int slot, long place) {
                return step(() -> confirmed >= place)
                        && step(() -> !dirty || without.contains(MarksRule.ASK_FOR_DIRTY_KEYS));
            }

            @Override
            public BitSet openSlots() {
                return step(() -> {
                    BitSet open = new BitSet();
                    open.set(0, !unheard.isEmpty() && !without.contains(MarksRule.ASK_FOR_OPEN_OPERATIONS));
                    return open;
                });
            }
        });
        for (int i = 0; i < ROUNDS; i++) {
            sweep.round();
        }
    }

    List<Integer> enabled() {
        List<Integer> enabled = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            if (!actors.get(i).done) {
                enabled.add(i);
            }
        }
        return enabled;
    }

    void perform(int action) {
        current = action;
        Actor actor = actors.get(action);
        actor.done = actor.steps.advance(actor.code);
        current = -1;
    }

    /** Whether a process that is killed now would leave a doubt that nobody knows of. */
    boolean isFlawed() {
        boolean inDoubt = !executed.isEmpty() || !unheard.isEmpty() || dirty || flushing;
        return inDoubt && !bits.isSet(0);
    }

    boolean isSet() {
        return bits.isSet(0);
    }

    String fingerprint() {
        StringBuilder text = new StringBuilder();
        text.append(cells.raw())
                .append(' ')
                .append(bits.word)
                .append(' ')
                .append(executed)
                .append(unheard);
        text.append(filled).append(' ').append(confirmed).append(dirty).append(flushing);
        actors.forEach(actor -> text.append('|').append(actor.done ? "" : actor.steps));
        return text.toString();
    }

    private <T> T step(Supplier<T> primitive) {
        return step(primitive, String::valueOf);
    }

    private <T> T step(Supplier<T> primitive, Function<T, Object> view) {
        return current < 0 ? primitive.get() : actors.get(current).steps.step(primitive, view);
    }

    private final class SteppedCells extends Cells {

        SteppedCells() {
            super(1);
        }

        long raw() {
            return super.get(0);
        }

        @Override
        long open(int slot) {
            return step(() -> super.open(slot), Cells::isSet);
        }

        @Override
        long touch(int slot) {
            return step(() -> super.touch(slot), Cells::isSet);
        }

        @Override
        void close(int slot) {
            step(() -> {
                super.close(slot);
                return true;
            });
        }

        @Override
        long get(int slot) {
            return step(() -> super.get(slot));
        }

        @Override
        void set(int slot) {
            step(() -> {
                super.set(slot);
                return true;
            });
        }

        @Override
        boolean unset(int slot, long seen) {
            return step(() -> withoutSequence() ? unsetWhatIsQuiet(slot) : super.unset(slot, seen));
        }

        private boolean unsetWhatIsQuiet(int slot) {
            long now = super.get(slot);
            return isSet(now) && super.isQuiet(now) && super.unset(slot, now);
        }

        private boolean withoutSequence() {
            return without.contains(MarksRule.MOVE_THE_SEQUENCE);
        }

        @Override
        boolean isStillUnset(int slot, long seen) {
            return step(() -> super.isStillUnset(slot, seen)
                    || without.contains(MarksRule.LOOK_AGAIN_BEFORE_CLEARING)
                    || (withoutSequence() && !isSet(super.get(slot)) && super.isQuiet(super.get(slot))));
        }

        @Override
        boolean isQuiet(long cell) {
            return super.isQuiet(cell) || without.contains(MarksRule.COUNT_WHO_IS_IN_FLIGHT);
        }

        @Override
        void openAll() {
            step(() -> {
                super.openAll();
                return true;
            });
        }

        @Override
        void closeAll() {
            step(() -> {
                super.closeAll();
                return true;
            });
        }

        @Override
        boolean isAllClosed() {
            return step(() -> super.isAllClosed() || without.contains(MarksRule.COUNT_WHAT_CONCERNS_EVERYTHING));
        }
    }

    private final class SteppedBits extends SlotBits {

        private long word = SlotBits.empty(SALT).order(ByteOrder.LITTLE_ENDIAN).getLong(0);

        SteppedBits() {
            super(ByteBuffer.allocate(0), SALT);
        }

        @Override
        long word(int slot) {
            return step(() -> word);
        }

        @Override
        boolean replace(int slot, long expected, long next) {
            return step(() -> {
                if (word != expected) {
                    return false;
                }
                word = next;
                return true;
            });
        }

        @Override
        long with(int slot, long seen) {
            long next = super.with(slot, seen);
            return without.contains(MarksRule.CHANGE_THE_WORD_ANYWAY) && SlotBits.has(slot, seen) ? seen : next;
        }
    }
}
