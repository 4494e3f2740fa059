package io.github.dualwrite.order;

import io.github.dualwrite.net.SlotMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose state on one secondary is not known to equal the primary's, bounded in bytes. Safe for any thread; entries change only
 * inside the map's own per-key atomicity, and nothing here waits for a server.
 */
public class DirtyKeys {

    /** What an entry costs beside the key's bytes: map node, key object, entry, array header. Deliberately on the high side. */
    static final int ENTRY_OVERHEAD = 160;

    private static final int AWAY_SHARE = 4;

    private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong unrepairable = new AtomicLong();
    private final AtomicIntegerArray bySlot = new AtomicIntegerArray(SlotMap.SLOTS);
    private final long maxBytes;
    private final IntPredicate isAway;
    private final LongSupplier nanoTime;
    private final Consumer<Key> onNew;

    /** Dirty keys of which none has to wait for a node that is away. */
    public DirtyKeys(long maxBytes, LongSupplier nanoTime, Consumer<Key> onNew) {
        this(maxBytes, slot -> false, nanoTime, onNew);
    }

    /**
     * @param maxBytes the limit; a key that does not fit is refused
     * @param isAway whether keys of a slot cannot be copied for the time being. They may take a quarter of the room, so that those of other slots
     *     find some, which are copied and leave
     * @param nanoTime the clock for back-off
     * @param onNew told once of each key that enters, on the marking thread
     */
    public DirtyKeys(long maxBytes, IntPredicate isAway, LongSupplier nanoTime, Consumer<Key> onNew) {
        this.maxBytes = maxBytes;
        this.isAway = isAway;
        this.nanoTime = nanoTime;
        this.onNew = onNew;
    }

    /** What is known of one dirty key. */
    static final class Entry {
        long version;
        int marksInProgress;
        long place;
        long writes;
        long notBefore;
        int attempts;

        @Nullable
        String unrepairable;
    }

    /**
     * First step of a mark: the key is in the map, with a new version and one more mark in progress.
     *
     * @param writes how many acknowledged writes this mark accounts for
     * @return {@code false} if there is no room; the key is then not in the map and the caller must mark its slot
     */
    boolean put(Key key, long writes) {
        if (!hasRoomFor(key) && !entries.containsKey(key)) {
            return false;
        }
        boolean[] isNew = new boolean[1];
        entries.compute(key, (k, found) -> {
            Entry entry = found;
            if (entry == null) {
                entry = new Entry();
                bytes.addAndGet(cost(key));
                bySlot.incrementAndGet(key.slot());
                isNew[0] = true;
            } else if (entry.unrepairable != null) {
                entry.unrepairable = null;
                entry.attempts = 0; // what made it so may have changed since
                unrepairable.addAndGet(-entry.writes);
                isNew[0] = true;
            }
            entry.version++;
            entry.marksInProgress++;
            entry.writes += writes;
            return entry;
        });
        if (isNew[0]) {
            onNew.accept(key);
        }
        return true;
    }

    private boolean hasRoomFor(Key key) {
        long then = bytes.get() + cost(key);
        return then <= maxBytes && (then <= maxBytes / AWAY_SHARE || !isAway.test(key.slot()));
    }

    /** Tells of keys that wait for a node which is away, for as long as they take more than their share of the room. */
    void forEachInExcess(Consumer<Key> action) {
        for (Key key : entries.keySet()) {
            if (bytes.get() <= maxBytes / AWAY_SHARE) {
                return;
            }
            if (isAway.test(key.slot())) {
                action.accept(key);
            }
        }
    }

    /**
     * A key whose slot was marked leaves its room to others.
     *
     * @return the acknowledged writes that its slot has to account for now, or -1 if the key stays: a mark of it is half-way, or it is unrepairable
     *     and so listed
     */
    long forget(Key key) {
        long[] writes = {-1};
        entries.computeIfPresent(key, (k, entry) -> {
            if (entry.marksInProgress > 0 || entry.unrepairable != null) {
                return entry;
            }
            writes[0] = entry.writes;
            left(key);
            return null;
        });
        return writes[0];
    }

    private void left(Key key) {
        bytes.addAndGet(-cost(key));
        bySlot.decrementAndGet(key.slot());
    }

    /** Last step of a mark: everything its lane had taken by now must be confirmed before a repair may start. */
    void place(Key key, long filled) {
        entries.computeIfPresent(key, (k, entry) -> {
            entry.marksInProgress--;
            entry.place = Math.max(entry.place, filled);
            return entry;
        });
    }

    /** Whether the key is dirty. */
    public boolean contains(Key key) {
        return entries.containsKey(key);
    }

    /**
     * Asks to repair a key.
     *
     * @param confirmed how many effects its lane has confirmed
     * @return the version to repair, or 0 if the repair may not start yet, or -1 if there is nothing to repair
     */
    public long claim(Key key, long confirmed) {
        long[] version = {-1};
        entries.computeIfPresent(key, (k, entry) -> {
            if (entry.unrepairable == null) {
                version[0] = isReady(entry, confirmed) ? entry.version : 0;
            }
            return entry;
        });
        return version[0];
    }

    /** No mark is half-way, nothing is ahead in the lane, and the back-off is over. */
    boolean isReady(Entry entry, long confirmed) {
        return entry.marksInProgress == 0
                && entry.place <= confirmed
                && (entry.notBefore == 0 || nanoTime.getAsLong() - entry.notBefore >= 0);
    }

    /**
     * A repair of {@code version} has reached the secondary.
     *
     * @return the number of acknowledged writes that this mended, or -1 if the key was marked again and stays dirty
     */
    public long clean(Key key, long version) {
        long[] mended = {-1};
        entries.computeIfPresent(key, (k, entry) -> {
            if (!isServed(entry, version)) {
                return entry;
            }
            mended[0] = entry.writes;
            left(key);
            return null;
        });
        return mended[0];
    }

    /** Whoever marked the key since {@code version} was claimed has not been served. */
    boolean isServed(Entry entry, long version) {
        return entry.version == version;
    }

    /** What is known of a key, for diagnosis; {@code null} if it is clean. */
    @Nullable
    Entry entry(Key key) {
        return entries.get(key);
    }

    /** No repair before {@code nanos} from now. */
    public void delay(Key key, long nanos) {
        entries.computeIfPresent(key, (k, entry) -> {
            long until = nanoTime.getAsLong() + nanos;
            entry.notBefore = until == 0 ? 1 : until;
            entry.attempts++;
            return entry;
        });
    }

    /** How often a dirty key's repair was delayed. */
    public int attempts(Key key) {
        int[] attempts = new int[1];
        entries.computeIfPresent(key, (k, entry) -> {
            attempts[0] = entry.attempts;
            return entry;
        });
        return attempts[0];
    }

    /** The key cannot be copied, for {@code reason}; a later write to it tries again. Nothing happens if it was marked since {@code version}. */
    public boolean unrepairable(Key key, long version, String reason) {
        boolean[] done = new boolean[1];
        entries.computeIfPresent(key, (k, entry) -> {
            if (entry.version == version && entry.unrepairable == null) {
                entry.unrepairable = reason;
                unrepairable.addAndGet(entry.writes);
                done[0] = true;
            }
            return entry;
        });
        return done[0];
    }

    /** Tells of every unrepairable key and its reason. */
    public void forEachUnrepairable(java.util.function.BiConsumer<Key, String> action) {
        entries.forEach((key, entry) -> {
            String reason = entry.unrepairable;
            if (reason != null) {
                action.accept(key, reason);
            }
        });
    }

    /** How many keys cannot be copied; a snapshot that takes a moment. */
    public int countUnrepairable() {
        int[] count = new int[1];
        forEachUnrepairable((key, reason) -> count[0]++);
        return count[0];
    }

    /** How many keys are dirty, unrepairable ones included. */
    public int size() {
        return entries.size();
    }

    /** Whether any key of the slot is dirty, unrepairable ones included. */
    boolean anyIn(int slot) {
        return bySlot.get(slot) != 0;
    }

    /** The memory they are reckoned to take, in bytes. */
    public long bytes() {
        return bytes.get();
    }

    /** How many acknowledged writes are held by unrepairable keys. */
    public long unrepairableWrites() {
        return unrepairable.get();
    }

    private static long cost(Key key) {
        return key.bytes().length + (long) ENTRY_OVERHEAD;
    }
}
