package io.github.dualwrite.verify;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.order.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a sample of recently written keys, chosen by hash, a moment after each write. A key that differs, is not known to be dirty, and differs
 * in two further looks was written by somebody who bypasses Dualwrite; it is counted and marked for a copy. Bounded: when more keys are written
 * than can be compared, some are not looked at.
 */
public final class Audit implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Audit.class);

    /** How many hashes of keys there are. */
    private static final long HASHES = 1L << Integer.SIZE;

    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 64;
    private static final int LOOKS = 3;
    private static final long REST_NANOS = 50_000_000;
    private static final long QUIET_NANOS = 60_000_000_000L;

    /** One key to look at when its time has come. */
    private record Look(Key key, long dueAt, int number) {}

    private final ClusterView primary;
    private final ClusterView secondary;
    private volatile long threshold;
    private final long delayNanos;
    private final long toleranceMillis;
    private final Predicate<Key> isDirty;
    private final Consumer<Key> mark;
    private final Account account;
    private final LongSupplier nanoTime;
    private final ConcurrentLinkedQueue<Look> written = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Deque<Look> again = new ArrayDeque<>();
    private final Thread thread;
    private long toldAt;
    private volatile boolean stopping;

    /**
     * @param settings which share of the keys, and when
     * @param isDirty whether a key is known to differ
     * @param mark marks a key for a copy
     */
    public Audit(
            ClusterView primary,
            ClusterView secondary,
            io.github.dualwrite.config.Audit settings,
            Predicate<Key> isDirty,
            Consumer<Key> mark,
            Account account,
            LongSupplier nanoTime) {
        this.primary = primary;
        this.secondary = secondary;
        this.threshold = (long) (settings.share() * HASHES);
        this.delayNanos = settings.delay().toNanos();
        this.toleranceMillis = VerifyOptions.ofDefaults().ttlTolerance().toMillis();
        this.isDirty = isDirty;
        this.mark = mark;
        this.account = account;
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::run, "dualwrite-audit-" + secondary.name());
        this.thread.setDaemon(true);
    }

    /** Starts comparing. */
    public void start() {
        thread.start();
    }

    /** From now on every written key is compared, whatever share was configured. */
    public void everything() {
        threshold = HASHES;
    }

    /** A key was written. Never waits. */
    public void written(Key key) {
        if (Integer.toUnsignedLong(key.hash()) < threshold && size.get() < MOST_WAITING) {
            size.incrementAndGet();
            written.add(new Look(key, nanoTime.getAsLong() + delayNanos, 1));
        }
    }

    private void run() {
        try (Comparer comparer = new Comparer(primary, secondary, toleranceMillis)) {
            while (!stopping) {
                List<Look> due = due();
                if (!due.isEmpty()) {
                    look(comparer, due);
                }
                if (due.size() < BATCH) {
                    LockSupport.parkNanos(REST_NANOS); // the more are looked at together, the less each costs
                }
            }
        }
    }

    /** What is due, each key once. */
    private List<Look> due() {
        long now = nanoTime.getAsLong();
        List<Look> due = new ArrayList<>();
        Set<Key> chosen = new HashSet<>();
        for (Look next = again.peek();
                next != null && next.dueAt() - now <= 0 && due.size() < BATCH;
                next = again.peek()) {
            again.remove();
            if (chosen.add(next.key())) {
                due.add(next);
            }
        }
        for (Look next = written.peek();
                next != null && next.dueAt() - now <= 0 && due.size() < BATCH;
                next = written.peek()) {
            written.remove();
            size.decrementAndGet();
            if (chosen.add(next.key())) {
                due.add(next);
            }
        }
        due.removeIf(look -> isDirty.test(look.key())); // it is known to differ, and will be copied
        return due;
    }

    private void look(Comparer comparer, List<Look> due) {
        Map<ByteBuffer, String> differing;
        try {
            differing = comparer.differences(
                    due.stream().map(look -> look.key().bytes()).toList());
        } catch (IOException e) {
            LockSupport.parkNanos(REST_NANOS * 10); // a side that does not answer is others' business
            return;
        } catch (RuntimeException e) {
            log.debug("{}: some keys could not be audited", secondary.name(), e);
            return;
        }
        for (Look look : due) {
            String reason = differing.get(ByteBuffer.wrap(look.key().bytes()));
            if (reason == null || isDirty.test(look.key())) {
                account.audited();
            } else if (reason.equals(Comparer.MOVING)) {
                again.add(new Look(look.key(), nanoTime.getAsLong() + delayNanos, look.number()));
            } else if (look.number() < LOOKS) {
                again.add(new Look(look.key(), nanoTime.getAsLong() + delayNanos, look.number() + 1));
            } else {
                account.audited();
                account.foundDifferent();
                tell();
                mark.accept(look.key());
            }
        }
    }

    /** One line a minute at most; the account counts every key. */
    private void tell() {
        long now = nanoTime.getAsLong();
        if (toldAt == 0 || now - toldAt > QUIET_NANOS) {
            toldAt = now;
            log.warn(
                    "{}: keys differ that no write of this process is known to have left so, they are copied:"
                            + " somebody may write without Dualwrite",
                    secondary.name());
            secondary
                    .events()
                    .bad("keys differ that no write of this process is known to have left so; they are copied");
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
