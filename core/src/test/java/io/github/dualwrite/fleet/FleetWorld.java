package io.github.dualwrite.fleet;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Doubts;
import io.github.dualwrite.order.EffectQueue;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.SingleStripe;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.order.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One key, a primary, a secondary of two nodes, and several processes, each with the real order, open operations, sessions and lines, which hear each
 * other over each node's channel. A write appends its number, so any loss, double application or reordering shows. The key's slot may move from
 * the first node to the second, which redirects who does not know yet; each process learns of it sometime. Within a process the steps are those that
 * other processes can get in between; what happens inside of one is the business of the order's own tests.
 */
final class FleetWorld {

    private static final Key KEY = new Key("key".getBytes(StandardCharsets.US_ASCII));
    private static final int NODES = 2;

    /** How far the slot's move is. */
    private enum Move {
        /** The first node has it, and it stays. */
        NEVER,
        /** The first node has it. */
        AHEAD,
        /** The second node has the key; the first one still owns the slot and redirects, key by key. */
        HALF,
        /** The second node owns the slot. */
        DONE
    }

    /** What may happen. */
    record Size(int[] writes, int gaps, boolean moves) {

        @Override
        public String toString() {
            return Arrays.toString(writes) + " writes, " + gaps + " gaps" + (moves ? ", the slot moves" : "");
        }
    }

    private final List<Integer> primary = new ArrayList<>();
    private List<Integer> secondary = new ArrayList<>();
    private final List<List<Frame>> channels = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<Member> processes = new ArrayList<>();
    private final @Nullable FleetRule without;
    private Move move;

    FleetWorld(Size size, @Nullable FleetRule without) {
        this.without = without;
        this.move = size.moves() ? Move.AHEAD : Move.NEVER;
        for (int i = 0; i < size.writes().length; i++) {
            processes.add(new Member(i, size.writes()[i], size.gaps()));
        }
    }

    private int owner() {
        return move == Move.HALF || move == Move.DONE ? 1 : 0;
    }

    private final class Member {
        final int number;
        final Operations operations = new Operations(this);
        final DirtyKeys dirty = new DirtyKeys(Long.MAX_VALUE, () -> 0, key -> {});
        final Deque<Integer> lane = new ArrayDeque<>();
        final KeyOrder order = new KeyOrder(
                new SingleStripe(),
                dirty,
                new SlotStates(SlotStates.State.SYNCED),
                new Queue(this),
                operations,
                Doubts.NONE);
        final @Nullable Session[] sessions = new @Nullable Session[NODES];
        final @Nullable Line[] lines = new @Nullable Line[NODES];
        final int[] cursors = new int[NODES];
        int owner;
        int writesLeft;
        int gapsLeft;
        int queued;
        int confirmed;
        int step; // 0 idle, 1 begun, 2 executed; 11 repair begun, 12 read, 13 written
        boolean markedSince;
        List<Integer> repairTo = List.of();

        @Nullable
        Ticket ticket;

        long version;
        List<Integer> copy = List.of();

        Member(int number, int writes, int gaps) {
            this.number = number;
            this.writesLeft = writes;
            this.gapsLeft = gaps;
            listen(0);
            if (move != Move.NEVER && gaps == 0) {
                listen(1);
            }
        }

        Ticket ticket() {
            if (ticket == null) {
                throw new IllegalStateException("no operation");
            }
            return ticket;
        }

        boolean canRepair() {
            return step == 0
                    && order.mayRepair(KEY)
                    && dirty.claim(KEY, confirmed) > 0
                    && (move != Move.DONE || owner == 1); // otherwise it would be refused, and tried again
        }

        /** The nodes that a command goes to: the one that is believed to own the slot, and the one that it redirects to. */
        List<Integer> path() {
            return owner == owner() ? List.of(owner) : List.of(owner, owner());
        }

        void write() {
            switch (step) {
                case 0 -> {
                    markedSince = false;
                    ticket = order.begin(KEY);
                    step = 1;
                }
                case 1 -> {
                    primary.add(10 * number + writesLeft);
                    step = 2;
                }
                default -> {
                    byte[] word = Integer.toString(10 * number + writesLeft).getBytes(StandardCharsets.US_ASCII);
                    Effect effect =
                            Effect.of(List.of(Step.of(Step.ANY, word)), List.of(KEY.bytes()), true, false, "APPEND");
                    order.complete(ticket(), effect, KEY, Keys.none());
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
                    repairTo = path();
                    if (move == Move.DONE && owner == 0) {
                        order.endUnfinishedRepair(ticket()); // refused: the slot has moved meanwhile
                        step = 0;
                    } else {
                        secondary = new ArrayList<>(copy);
                        step = 13;
                    }
                }
                default -> {
                    if (order.endRepair(ticket(), KEY, version) >= 0) {
                        if (without == FleetRule.REPAIRS_ARE_TOLD_TOO) {
                            operations.over(KEY);
                        } else {
                            closed(repairTo);
                        }
                    }
                    step = 0;
                }
            }
        }

        void apply() {
            List<Integer> path = path();
            secondary.add(lane.remove());
            confirmed++;
            closed(path);
        }

        /** As a lane's teller does it. */
        void closed(List<Integer> path) {
            List<Integer> told = without == FleetRule.WHAT_WAS_REDIRECTED_IS_TOLD_ON_BOTH_NODES
                    ? path.subList(path.size() - 1, path.size())
                    : path;
            for (int i = 1; i < told.size(); i++) {
                operations.openedAgain(KEY);
            }
            for (int node : told) {
                Line line = lines[node];
                Hashes hashes = new Hashes();
                hashes.add(KEY.hash());
                if (line == null || !line.closed(hashes)) {
                    operations.untold(KEY.hashCode());
                } else if (without == FleetRule.OPEN_UNTIL_ITS_ECHO) {
                    operations.over(KEY);
                }
            }
        }

        void tell(int node) {
            Line line = lines[node];
            Line.Told told = line == null ? null : line.take();
            if (line != null && told != null) {
                Frame frame = Frame.of(line.payload(told));
                channels.get(node).add(java.util.Objects.requireNonNull(frame));
            }
        }

        void hear(int node) {
            Session session = sessions[node];
            Frame frame = channels.get(node).get(cursors[node]++);
            if (session != null) {
                session.heard(frame);
            }
        }

        void gap(int node) {
            gapsLeft--;
            Session session = sessions[node];
            sessions[node] = null;
            lines[node] = null;
            if (session != null) {
                session.end();
            }
        }

        void listen(int node) {
            Session session = new Session(
                    (number + 1L) << Frame.LINE_BITS, operations, new KnownEnds(() -> 0), () -> 0, new LongAdder());
            sessions[node] = session;
            lines[node] = session.line();
            cursors[node] = channels.get(node).size();
            if (without != FleetRule.A_GAP_PUTS_WHAT_IS_OPEN_IN_DOUBT) {
                session.begin();
            }
        }

        void learn() {
            if (without != FleetRule.WHAT_IS_OPEN_IN_A_MOVED_SLOT_IS_IN_DOUBT) {
                operations.doubt(key -> true);
            }
            owner = 1;
        }

        boolean isToldBy(Frame frame) {
            return frame.isOfProcess((number + 1L) << Frame.LINE_BITS);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int node = 0; node < NODES; node++) {
                Line line = lines[node];
                text.append(line == null ? "-" : line.waiting() + "/" + line.unheard());
            }
            return text.append(writesLeft)
                            .append(',')
                            .append(gapsLeft)
                            .append(',')
                            .append(owner)
                    + "," + step + markedSince + copy + lane + repairTo + (queued - confirmed)
                    + operations.size() + "x" + operations.count
                    + dirty.contains(KEY)
                    + (version == 0 ? "" : dirty.claim(KEY, confirmed) == version);
        }
    }

    private final class Operations extends OpenOperations {
        private int count;

        Operations(Member process) {
            super(
                    key -> {
                        process.markedSince = true;
                        process.order.mark(key, 0);
                    },
                    slot -> process.sessions[process.owner] != null);
        }

        @Override
        public void opened(Keys keys) {
            count++;
            super.opened(keys);
        }

        @Override
        public void over(Keys keys) {
            count--;
            super.over(keys);
        }

        @Override
        void openedAgain(Key key) {
            count++;
            super.openedAgain(key);
        }

        @Override
        void echoed(int... hashes) {
            count -= hashes.length;
            super.echoed(hashes);
        }

        @Override
        void untold(int hash) {
            if (without == FleetRule.WHAT_CANNOT_BE_TOLD_IS_MARKED) {
                echoed(hash);
            } else {
                count--;
                super.untold(hash);
            }
        }
    }

    private static final class Queue implements EffectQueue {
        private final Member process;

        Queue(Member process) {
            this.process = process;
        }

        @Override
        public boolean offer(Effect effect, Keys written) {
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
        if (move == Move.AHEAD) {
            enabled.add(() -> move = Move.HALF);
        } else if (move == Move.HALF) {
            enabled.add(() -> move = Move.DONE);
        }
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
            if (move == Move.DONE && process.owner == 0) {
                enabled.add(process::learn);
            }
            for (int node = 0; node <= (move == Move.NEVER ? 0 : 1); node++) {
                int on = node;
                Line line = process.lines[node];
                if (line != null && line.waiting() > 0) {
                    enabled.add(() -> process.tell(on));
                }
                if (process.sessions[node] == null) {
                    enabled.add(() -> process.listen(on));
                } else if (process.cursors[node] < channels.get(node).size()) {
                    enabled.add(() -> process.hear(on));
                }
                if (process.gapsLeft > 0 && process.sessions[node] != null) {
                    enabled.add(() -> process.gap(on));
                }
            }
        }
        return enabled;
    }

    /** Nothing can happen any more: why this end is wrong, or {@code null}. */
    @Nullable
    String flaw() {
        for (Member process : processes) {
            if (process.dirty.contains(KEY)) {
                return "dirty for ever in process " + process.number;
            }
            if (process.operations.size() > 0) {
                return "open for ever in process " + process.number;
            }
        }
        return primary.equals(secondary) ? null : "primary " + primary + ", secondary " + secondary;
    }

    String fingerprint() {
        StringBuilder text = new StringBuilder();
        text.append(move).append(primary).append(secondary);
        for (int node = 0; node < NODES; node++) {
            int on = node;
            List<Frame> frames = channels.get(node);
            int oldest = processes.stream()
                    .mapToInt(process -> process.sessions[on] == null ? frames.size() : process.cursors[on])
                    .min()
                    .orElse(0);
            for (Frame frame : frames.subList(oldest, frames.size())) {
                for (Member process : processes) {
                    if (process.isToldBy(frame)) {
                        Line line = process.lines[node];
                        boolean current = line != null && line.sender() == frame.sender();
                        text.append(process.number).append(current ? 'x' : 'o').append(frame.hashes().length);
                    }
                }
            }
            for (Member process : processes) {
                text.append('|').append(process.sessions[node] == null ? -1 : process.cursors[node] - oldest);
            }
        }
        processes.forEach(process -> text.append('|').append(process));
        return text.toString();
    }
}
