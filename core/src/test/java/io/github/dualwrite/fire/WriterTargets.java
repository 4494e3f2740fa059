package io.github.dualwrite.fire;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.BulkheadLimits;
import io.github.dualwrite.config.Lanes;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.Target;
import java.time.Duration;

/** The Dualwrite of a writing process: limits so small that faults reach them, and a short patience so that they are noticed within a round. */
final class WriterTargets {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private WriterTargets() {}

    static DualWrite start(WriterSettings settings, Passwords passwords) {
        return DualWrite.builder()
                .primary(Target.cluster("primary", settings.primary().toArray(new String[0]))
                        .timeouts(PATIENCE, PATIENCE))
                .secondary(tight(
                        Target.cluster(Arena.SHARDED, settings.sharded().toArray(new String[0])),
                        Lanes.ofDefaults().withLimits(4_096, 1 << 20, 256 << 10),
                        new BulkheadLimits(4_096)))
                .secondary(tight(
                        Target.standalone(Arena.SINGLE, settings.single()).credentials(passwords),
                        Lanes.ofDefaults().withLimits(512, 128 << 10, 32 << 10),
                        new BulkheadLimits(256)))
                .build();
    }

    private static Target tight(Target target, Lanes lanes, BulkheadLimits bulkhead) {
        return target.timeouts(PATIENCE, PATIENCE)
                .replication(target.replication()
                        .withLanes(lanes)
                        .withBulkhead(bulkhead)
                        .withRetry(new RetryPolicy(4, Duration.ofMillis(20), 2.0, Duration.ofMillis(200)))
                        .withPace(new Pace(1_000_000, 1L << 30)));
    }
}
