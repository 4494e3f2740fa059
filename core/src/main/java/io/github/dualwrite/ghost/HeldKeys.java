package io.github.dualwrite.ghost;

import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Keys;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The keys of one secondary that wait for an end of what was lost, on the primary or on the secondary: while {@link #holds} says so they are not
 * copied, because the lost command could be executed after the copy. Safe for any thread; nothing here waits.
 *
 * <p>Who loses a command first holds its keys here and then marks them. They stay dirty until the ghost is over, so whatever this process does to
 * them meanwhile is covered by the copy that follows; and whatever another process does is either confirmed before that copy begins, and then in
 * what it reads, or overlaps it, and is heard of as every overlap is. So nothing else needs to stay open.
 *
 * <p>Bounded in bytes: what does not fit is held slot by slot, and those slots are dirty once more when the ghost is over.
 */
public final class HeldKeys {

    private static final int ENTRY_OVERHEAD = 120;

    private final Ghosts onPrimary;
    private final Ghosts onSecondary;
    private final long maxBytes;
    private final Map<Ghost, Held> held = new ConcurrentHashMap<>();
    private final Map<Key, Integer> keys = new ConcurrentHashMap<>();
    private final AtomicIntegerArray slots = new AtomicIntegerArray(SlotMap.SLOTS);
    private final AtomicInteger everything = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile KeyOrder order;

    /** What was lost with one ghost; changed only under the map's lock of that ghost. */
    private static final class Held {
        final List<Key> keys = new ArrayList<>();
        final BitSet slots = new BitSet();
        boolean everything;
        boolean waiting = true;
    }

    /** @param maxBytes the limit for keys; more are held slot by slot */
    @SuppressWarnings("NullAway.Init") // the order is known before the first write
    public HeldKeys(Ghosts onPrimary, Ghosts onSecondary, long maxBytes) {
        this.onPrimary = onPrimary;
        this.onSecondary = onSecondary;
        this.maxBytes = maxBytes;
    }

    /** From now on ghosts that are over mark their keys in {@code order}. Called once, before anything is lost. */
    public void start(KeyOrder marks) {
        order = marks;
        onPrimary.tell(this);
        onSecondary.tell(this);
    }

    /** A command on {@code lostKeys} was sent over a connection to the primary that broke. To be called before the keys are marked. */
    public void lostOnPrimary(ConnectionId connection, Keys lostKeys) {
        hold(onPrimary, connection, lostKeys, false);
    }

    /** As {@link #lostOnPrimary}, for a command that changes everything. */
    public void lostOnPrimary(ConnectionId connection) {
        hold(onPrimary, connection, Keys.none(), true);
    }

    /** An effect or a copy of {@code lostKeys} was sent over a connection to the secondary that broke. To be called before the keys are marked. */
    public void lostOnSecondary(ConnectionId connection, Keys lostKeys) {
        hold(onSecondary, connection, lostKeys, false);
    }

    /** As {@link #lostOnSecondary}, for a command that changes everything. */
    public void lostOnSecondary(ConnectionId connection) {
        hold(onSecondary, connection, Keys.none(), true);
    }

    /** Whether a lost command may still change the key. */
    public boolean holds(Key key) {
        return !held.isEmpty() && (keys.containsKey(key) || slots.get(key.slot()) > 0 || everything.get() > 0);
    }

    private void hold(Ghosts ghosts, ConnectionId connection, Keys lostKeys, boolean all) {
        Ghost ghost = ghosts.of(connection);
        held.compute(ghost, (g, known) -> {
            Held mine = known == null ? new Held() : known;
            for (int i = 0; i < lostKeys.size(); i++) {
                add(mine, lostKeys.get(i));
            }
            if (all && !mine.everything) {
                mine.everything = true;
                everything.addAndGet(mine.waiting ? 1 : 0);
            }
            return mine;
        });
        if (ghost.over) {
            over(ghost); // it ended in between, and may have told of it before we were there
        } else if (ghost.endless) {
            letGo(ghost);
        }
    }

    private void add(Held mine, Key key) {
        if (bytes.addAndGet(cost(key)) <= maxBytes) {
            mine.keys.add(key);
            if (mine.waiting) {
                keys.merge(key, 1, Integer::sum);
            }
            return;
        }
        bytes.addAndGet(-cost(key));
        if (!mine.slots.get(key.slot())) {
            mine.slots.set(key.slot());
            slots.addAndGet(key.slot(), mine.waiting ? 1 : 0);
        }
    }

    /** Nothing proves the ghost's end: its keys wait no longer, but are copied again. */
    void again(Ghost ghost) {
        mark(ghost);
        letGo(ghost);
    }

    /** Nothing more will come of the ghost: its keys are copied. */
    void over(Ghost ghost) {
        mark(ghost);
        letGo(ghost);
        Held ended = held.remove(ghost);
        if (ended != null) {
            ended.keys.forEach(key -> bytes.addAndGet(-cost(key)));
        }
    }

    /** Not under the map's lock, which callers may meet. */
    private void mark(Ghost ghost) {
        List<Key> lost = new ArrayList<>();
        BitSet lostSlots = new BitSet();
        boolean[] all = new boolean[1];
        held.computeIfPresent(ghost, (g, mine) -> {
            lost.addAll(mine.keys);
            lostSlots.or(mine.slots);
            all[0] = mine.everything;
            return mine;
        });
        if (all[0]) {
            order.markEverything();
        }
        if (!lostSlots.isEmpty()) {
            order.markSlots(lostSlots);
        }
        lost.forEach(key -> order.mark(key, 0));
    }

    private void letGo(Ghost ghost) {
        held.computeIfPresent(ghost, (g, mine) -> {
            if (mine.waiting) {
                mine.waiting = false;
                mine.keys.forEach(key -> keys.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1));
                mine.slots.stream().forEach(slots::decrementAndGet);
                everything.addAndGet(mine.everything ? -1 : 0);
            }
            return mine;
        });
    }

    private static long cost(Key key) {
        return key.bytes().length + (long) ENTRY_OVERHEAD;
    }

    /** Whether copies wait for an end. */
    public boolean isWaiting() {
        return !keys.isEmpty() || held.values().stream().anyMatch(mine -> mine.waiting);
    }

    /** Sets the bit of each slot in which something that was lost may still come, whether or not copies wait for it. */
    public void openSlots(BitSet into) {
        for (Ghost ghost : held.keySet()) {
            held.computeIfPresent(ghost, (g, mine) -> {
                mine.keys.forEach(key -> into.set(key.slot()));
                into.or(mine.slots);
                into.set(0, mine.everything ? SlotMap.SLOTS : 0);
                return mine;
            });
        }
    }

    /** Whether nothing that was lost can come any more. */
    public boolean isEmpty() {
        return held.isEmpty();
    }

    /** How it is going. */
    public GhostStatus status() {
        return new GhostStatus(
                held.size(),
                keys.size(),
                onPrimary.ended() + onSecondary.ended(),
                !onPrimary.isBlind(),
                !onSecondary.isBlind());
    }
}
