package io.github.dualwrite.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.forget.ForgottenStatus;
import io.github.dualwrite.ghost.GhostStatus;
import io.github.dualwrite.journal.JournalStatus;
import io.github.dualwrite.message.MessageStatus;
import io.github.dualwrite.sync.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTest {

    private static SecondaryStatus status(String name) {
        Account account = new Account(() -> 1);
        account.applied(1);
        account.queued();
        account.mismatch("INCR");
        account.mismatch("HSET");
        return new SecondaryStatus(
                name,
                account.snapshot(0),
                Duration.ofMillis(1_500),
                1,
                100,
                3,
                480,
                0,
                0,
                0,
                16_384,
                new Progress(0, 0, 0, 0, null),
                null,
                new GhostStatus(0, 0, 0, true, true),
                new JournalStatus("here", 7, 0),
                true,
                new ForgottenStatus(0, true, 0, 0, false),
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                new MessageStatus(5, 2));
    }

    @Test
    void everyNameIsItsOwnAndSaysWhose() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::metricName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("dualwrite(\\.[a-z]+)+"));
    }

    @Test
    void aStatusIsReadInTheUnitsThatAreTold() {
        assertThat(Metric.ACKNOWLEDGED.of(status("two"))).isEqualTo(2);
        assertThat(Metric.LAG.of(status("two"))).isEqualTo(1.5);
        assertThat(Metric.MISMATCHES.of(status("two"))).isEqualTo(2);
        assertThat(Metric.JOURNAL_SLOTS.of(status("two"))).isEqualTo(7);
        assertThat(Metric.OTHERS_SILENT.of(status("two"))).isEqualTo(1);
        assertThat(Metric.MESSAGES_FORWARDED.of(status("two"))).isEqualTo(5);
        assertThat(Metric.MESSAGES_DROPPED.of(status("two"))).isEqualTo(2);
    }

    @Test
    void micrometerHasAMeterOfEachPerTarget() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new DualWriteMetrics(() -> List.of(status("two"), status("three"))).bindTo(registry);
        assertThat(registry.getMeters()).hasSize(2 * Metric.values().length);
        assertThat(registry.get("dualwrite.writes.applied")
                        .tag("target", "three")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("dualwrite.lag").tag("target", "two").gauge().value())
                .isEqualTo(1.5);
    }
}
