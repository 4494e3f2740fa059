package io.github.dualwrite.fleet;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Doubts;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key, a primary, a secondary, and several processes, each with the real order and the real open operations, which hear each other over a
 * channel with one order for all. A write appends its number, so any loss, double application or reordering shows. Within a process the steps
 * are those that other processes can get in between; what happens inside of one is the business of the order's own tests.
 */
final class FleetWorld {

    private static final Key KEY = new Key("key".getBytes(StandardCharsets.US_ASCII));

    /** A frame on the channel. */
    private record Told(int by, long[] hashes) {}

    private final List<Integer> primary = new ArrayList<>();
    private List<Integer> secondary = new ArrayList<>();
    private final List<Told> channel = new ArrayList<>();
    private final List<Member> processes = new ArrayList<>();
    private final @Nullable FleetRule without;

    FleetWorld(int[] writes, int gaps, @Nullable FleetRule without) {
        this.without = without;
        for (int i = 0; i < writes.length; i++) {
            processes.add(new Member(i, writes[i], gaps));
        }
    }

    private final class Member {
        final int number;
        final Operations operations = new Operations(this);
        final DirtyKeys dirty = new DirtyKeys(Long.MAX_VALUE, () -> 0, key -> {});
        final Deque<Integer> lane = new ArrayDeque<>();
        final KeyOrder order =
                new KeyOrder(dirty, new SlotStates(SlotStates.State.SYNCED), new Queue(this), operations, Doubts.NONE);
        final Deque<long[]> unheard = new ArrayDeque<>();
        int writesLeft;
        int gapsLeft;
        int cursor;
        int queued;
        int confirmed;
        int step; // 0 idle, 1 begun, 2 executed; 11 repair begun, 12 read, 13 written
        boolean markedSince;
        boolean repairing;

        @Nullable
        Ticket ticket;

        long version;
        List<Integer> copy = List.of();

        Member(int number, int writes, int gaps) {
            this.number = number;
            this.writesLeft = writes;
            this.gapsLeft = gaps;
            operations.listening();
        }

        Ticket ticket() {
            if (ticket == null) {
                throw new IllegalStateException("no operation");
            }
            return ticket;
        }

        boolean canRepair() {
            return step == 0 && order.mayRepair() && dirty.claim(KEY, confirmed) > 0;
        }

        void write() {
            switch (step) {
                case 0 -> {
                    markedSince = false;
                    ticket = order.begin(List.of(KEY));
                    step = 1;
                }
                case 1 -> {
                    primary.add(10 * number + writesLeft);
                    step = 2;
                }
                default -> {
                    byte[] word = Integer.toString(10 * number + writesLeft).getBytes(StandardCharsets.US_ASCII);
                    Effect effect =
                            new Effect(List.of(Step.of(Step.ANY, word)), List.of(KEY.bytes()), true, false, "APPEND");
                    order.complete(ticket(), effect, List.of(KEY), List.of());
                    writesLeft--;
                    step = 0;
                }
            }
        }

        void repair() {
            switch (step) {
                case 0 -> {
                    version = dirty.claim(KEY, confirmed);
                    markedSince = false;
                    ticket = order.beginRepair(KEY);
                    step = 11;
                }
                case 11 -> {
                    copy = List.copyOf(primary);
                    step = 12;
                }
                case 12 -> {
                    secondary = new ArrayList<>(copy);
                    step = 13;
                }
                default -> {
                    repairing = true;
                    order.endRepair(ticket(), KEY, version);
                    repairing = false;
                    step = 0;
                }
            }
        }

        void apply() {
            secondary.add(lane.remove());
            confirmed++;
            order.confirmed(new Effect(List.of(), List.of(KEY.bytes()), true, false, "APPEND"));
        }

        void tell() {
            long[] hashes = operations.take(100);
            unheard.add(hashes);
            channel.add(new Told(number, hashes));
        }

        void hear() {
            Told frame = channel.get(cursor++);
            if (frame.by() == number) {
                // a frame told before the last gap was given up then
                if (unheard.peek() == frame.hashes()) {
                    unheard.remove();
                    operations.heardOwn(frame.hashes());
                }
            } else {
                operations.heardOther(frame.hashes());
            }
        }

        void gap() {
            gapsLeft--;
            operations.deaf(new ArrayList<>(unheard));
            unheard.clear();
            cursor = channel.size();
            operations.listening();
        }

        @Override
        public String toString() {
            return writesLeft + "," + gapsLeft + "," + step + markedSince + copy + lane + (queued - confirmed)
                    + operations.size() + operations.hasSomethingToTell() + operations.count()
                    + dirty.contains(KEY) + unheard.size()
                    + (version == 0 ? "" : dirty.claim(KEY, confirmed) == version);
        }
    }

    private final class Operations extends OpenOperations {
        private final Member process;
        private int count;
        private int toTell;

        Operations(Member process) {
            super(
                    key -> {
                        process.markedSince = true;
                        process.order.mark(key, 0);
                    },
                    () -> {});
            this.process = process;
        }

        String count() {
            return count + "/" + toTell;
        }

        @Override
        public void opened(List<Key> keys) {
            count++;
            super.opened(keys);
        }

        @Override
        public void closed(List<Key> keys) {
            if (without == FleetRule.OPEN_UNTIL_ITS_ECHO) {
                super.closed(keys);
                super.dropped(keys);
            } else if (without == FleetRule.REPAIRS_ARE_TOLD_TOO && process.repairing) {
                super.dropped(keys);
            } else {
                toTell++;
                super.closed(keys);
            }
        }

        @Override
        void heardOwn(long[] hashes) {
            count -= hashes.length;
            toTell -= hashes.length;
            super.heardOwn(hashes);
        }

        @Override
        void markOpen() {
            if (without != FleetRule.A_GAP_PUTS_WHAT_IS_OPEN_IN_DOUBT) {
                super.markOpen();
            }
        }
    }

    private static final class Queue implements EffectQueue {
        private final Member process;

        Queue(Member process) {
            this.process = process;
        }

        @Override
        public boolean offer(int slot, Effect effect) {
            process.queued++;
            return process.lane.add(
                    Integer.parseInt(new String(effect.steps().get(0).words()[0], StandardCharsets.US_ASCII)));
        }

        @Override
        public long filled(int slot) {
            return process.queued;
        }

        @Override
        public long confirmed(int slot) {
            return process.confirmed;
        }
    }

    /** What can happen next. */
    List<Runnable> enabled() {
        List<Runnable> enabled = new ArrayList<>();
        for (Member process : processes) {
            if (process.step >= 11 || process.canRepair()) {
                enabled.add(process::repair);
            }
            if (process.step == 1 || process.step == 2 || (process.step == 0 && process.writesLeft > 0)) {
                enabled.add(process::write);
            }
            if (!process.lane.isEmpty() && process.step < 11) {
                enabled.add(process::apply);
            }
            if (process.operations.hasSomethingToTell()) {
                enabled.add(process::tell);
            }
            if (process.cursor < channel.size()) {
                enabled.add(process::hear);
            }
            if (process.gapsLeft > 0) {
                enabled.add(process::gap);
            }
        }
        return enabled;
    }

    /** Nothing but hearing of one another can happen any more: why this end is wrong, or {@code null}. */
    @Nullable
    String flaw() {
        for (Member process : processes) {
            if (process.dirty.contains(KEY)) {
                return "dirty for ever in process " + process.number;
            }
        }
        return primary.equals(secondary) ? null : "primary " + primary + ", secondary " + secondary;
    }

    String fingerprint() {
        StringBuilder text = new StringBuilder();
        int oldest =
                processes.stream().mapToInt(process -> process.cursor).min().orElse(0);
        text.append(primary).append(secondary);
        for (Told frame : channel.subList(oldest, channel.size())) {
            text.append(frame.by()).append('x').append(frame.hashes().length).append(' ');
        }
        for (Member process : processes) {
            text.append('|').append(process.cursor - oldest).append(process);
        }
        return text.toString();
    }
}
