package io.github.dualwrite.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one lane has to tell on one node during one session: the keys, by their hashes, that wait for a frame, and the frames that have not come back. The lane closes and
 * takes, the session's listener hears and ends; so it is safe for both, and calls nothing of theirs under its lock.
 */
final class Line {

    /** A frame on its way. */
    @SuppressWarnings("ArrayRecordComponent") // frames are never compared
    record Told(int number, int[] hashes) {}

    private final long sender;
    private final OpenOperations operations;
    private final LongSupplier nanoTime;
    private final Deque<Told> unheard = new ArrayDeque<>();
    private final Hashes waiting = new Hashes();
    private long waitingSince;
    private int told;
    private boolean over;

    Line(long sender, OpenOperations operations, LongSupplier nanoTime) {
        this.sender = sender;
        this.operations = operations;
        this.nanoTime = nanoTime;
    }

    long sender() {
        return sender;
    }

    /** Operations on keys with these hashes were confirmed. {@code false} if the session is over: then nobody would hear of them. */
    synchronized boolean closed(Hashes hashes) {
        if (over) {
            return false;
        }
        if (waiting.size() == 0) {
            waitingSince = nanoTime.getAsLong();
        }
        waiting.addAll(hashes);
        return true;
    }

    /** Whether something has waited for {@code nanos}, or a frame is full. */
    synchronized boolean isDue(long nanos) {
        return waiting.size() > 0 && (waiting.size() >= Frame.MOST || nanoTime.getAsLong() - waitingSince >= nanos);
    }

    /** How many keys wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** The next frame, counted as on its way from now on; {@code null} if nothing waits. */
    synchronized @Nullable Told take() {
        if (waiting.size() == 0) {
            return null;
        }
        Told next = new Told(told++, waiting.takeFirst(Frame.MOST));
        unheard.add(next);
        return next;
    }

    byte[] payload(Told frame) {
        return Frame.bytes(sender, frame.number(), frame.hashes());
    }

    /** A frame has come back. Those before it never will: a connection broke between them. */
    void heard(int number) {
        Told own = null;
        List<Told> lost = null;
        synchronized (this) {
            while (!unheard.isEmpty() && unheard.getFirst().number() - number < 0) {
                lost = lost == null ? new ArrayList<>() : lost;
                lost.add(unheard.removeFirst());
            }
            if (!unheard.isEmpty() && unheard.getFirst().number() == number) {
                own = unheard.removeFirst();
            }
        }
        if (lost != null) {
            lost.forEach(this::untold);
        }
        if (own != null) {
            operations.echoed(own.hashes());
        }
    }

    /** Nobody knows whether a frame was told. */
    void lost(Told frame) {
        boolean mine;
        synchronized (this) {
            mine = unheard.remove(frame);
        }
        if (mine) {
            untold(frame);
        }
    }

    /** The session is over: what was not heard will not be. */
    void end() {
        List<Told> rest;
        synchronized (this) {
            over = true;
            rest = new ArrayList<>(unheard);
            unheard.clear();
            rest.add(new Told(told, waiting.all()));
            waiting.clear();
        }
        rest.forEach(this::untold);
    }

    private void untold(Told frame) {
        for (int hash : frame.hashes()) {
            operations.untold(hash);
        }
    }

    /** Frames on their way. */
    synchronized int unheard() {
        return unheard.size();
    }
}
