package io.github.dualwrite.journal;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Doubts;
import io.github.dualwrite.order.KeyOrder;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one secondary in this process: its slots in doubt, what it has taken over from the dead, and the thread that forgives slots in
 * which nothing is under way. Safe for any thread; {@link #doubts} never waits.
 */
public final class Journal {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private static final long ROUND_NANOS = 100_000_000;
    private static final long STOP_MILLIS = 2_000;

    private final String secondary;
    private final Layout.Header header;
    private final Duration restartWithin;
    private final JournalFile file;
    private final MappedByteBuffer memory;
    private final SlotMarks marks;
    private final Inheritance inheritance;
    private Identity identity = Identity.UNKNOWN;
    private @Nullable Sweep sweep;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private boolean closed;

    Journal(Layout.Header header, Duration restartWithin, JournalFile file, Inheritance inheritance)
            throws IOException {
        this.secondary = header.secondary();
        this.header = header;
        this.restartWithin = restartWithin;
        this.file = file;
        this.memory = file.map();
        SlotBits bits = new SlotBits(memory.slice(Layout.BITS_AT, SlotBits.BYTES), header.salt());
        this.marks = new SlotMarks(new Cells(SlotMap.SLOTS), bits);
        this.inheritance = inheritance;
    }

    /** To be told of every operation. */
    public Doubts doubts() {
        return marks;
    }

    /** What was taken over. */
    public Inheritance inheritance() {
        return inheritance;
    }

    /** Who this process is, unique to this journal. */
    public UUID id() {
        return header.id();
    }

    /** How long the others may wait, after this process has vanished, for one that takes the journal over. */
    public Duration restartWithin() {
        return restartWithin;
    }

    /**
     * From now on, slots in which nothing is under way are forgiven.
     *
     * @param stillOpen sets the bits of more slots in which something may still come
     */
    public void start(KeyOrder order, Consumer<BitSet> stillOpen) {
        Sweep made = new Sweep(marks, Sweep.Rest.of(order, stillOpen));
        Thread sweeping = new Thread(
                () -> {
                    while (!stopping) {
                        made.round();
                        LockSupport.parkNanos(ROUND_NANOS);
                    }
                },
                "dualwrite-journal-" + secondary);
        sweeping.setDaemon(true);
        sweep = made;
        thread = sweeping;
        sweeping.start();
    }

    /** The clusters have been reached: these are the ids of their nodes. For the thread that passes over slots. */
    public void about(Set<String> primaryIds, Set<String> secondaryIds) {
        Identity now = Identity.of(primaryIds, secondaryIds);
        if (!now.isSameAs(identity)) {
            identity = now;
            Layout.identity(memory, now);
        }
    }

    /** How it is going. */
    public JournalStatus status() {
        return new JournalStatus(
                file.path().toString(), marks.count(), inheritance.slots().cardinality());
    }

    /**
     * Ends the journal. Whoever still writes is no longer covered.
     *
     * @param leavesNothing nothing is in doubt, and the other processes have been told so: the file is not needed any more
     * @return how many slots stay in doubt, for the next process that starts with the directory
     */
    public synchronized int close(boolean leavesNothing) {
        if (closed) {
            return marks.count();
        }
        closed = true;
        Sweep last = sweep;
        if (stop() && last != null) {
            last.round();
            last.round();
        }
        int left = leavesNothing ? 0 : marks.count();
        try (file) {
            if (leavesNothing) {
                inheritance.release(false);
                file.delete();
            } else {
                inheritance.release(false);
                memory.force();
                Layout.closed(memory, header);
                memory.force();
            }
        } catch (IOException e) {
            log.warn("{}: {} could not be closed: {}", secondary, file.path(), e.getMessage());
        }
        return left;
    }

    private boolean stop() {
        Thread sweeping = thread;
        if (sweeping == null) {
            return true;
        }
        stopping = true;
        LockSupport.unpark(sweeping);
        try {
            sweeping.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !sweeping.isAlive();
    }
}
