package io.github.dualwrite.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.event.Event.Severity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final EventLog log = new EventLog("cluster2", Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void eventsAreKeptInOrder() {
        log.bad("down");
        log.good("up");
        log.note("by the way");
        assertThat(log.recent())
                .containsExactly(
                        new Event(NOW, "cluster2", Severity.BAD, "down"),
                        new Event(NOW, "cluster2", Severity.GOOD, "up"),
                        new Event(NOW, "cluster2", Severity.NOTE, "by the way"));
    }

    @Test
    void theOldestGoWhenOneTooManyComes() {
        for (int i = 0; i < EventLog.CAPACITY + 10; i++) {
            log.note("event " + i);
        }
        assertThat(log.recent()).hasSize(EventLog.CAPACITY);
        assertThat(log.recent().get(0).text()).isEqualTo("event 10");
    }
}
