package io.github.dualwrite.event;

import io.github.dualwrite.event.Event.Severity;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last changes of state of one target. Bounded: the oldest goes when one too many comes. Safe for any thread; a change of state is rare, so a
 * lock costs nobody anything.
 */
public final class EventLog {

    /** So many are kept. */
    public static final int CAPACITY = 128;

    private final String target;
    private final Clock clock;
    private final Deque<Event> events = new ArrayDeque<>(); // guarded by itself

    /** An empty log of {@code target}. */
    public EventLog(String target, Clock clock) {
        this.target = target;
        this.clock = clock;
    }

    /** Something is well again, or done. */
    public void good(String text) {
        add(Severity.GOOD, text);
    }

    /** To be known, no more. */
    public void note(String text) {
        add(Severity.NOTE, text);
    }

    /** Something is not as it should be. */
    public void bad(String text) {
        add(Severity.BAD, text);
    }

    private void add(Severity severity, String text) {
        synchronized (events) {
            if (events.size() == CAPACITY) {
                events.removeFirst();
            }
            events.addLast(new Event(clock.instant(), target, severity, text));
        }
    }

    /** What is kept, oldest first. */
    public List<Event> recent() {
        synchronized (events) {
            return new ArrayList<>(events);
        }
    }
}
