package io.github.dualwrite.fire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise under fire, in short: two processes write the same keys with every write command, while networks, servers and the processes fail.
 * After that writes pause, and all data sets must become equal with nobody's help, every account balanced. {@code core/fire} is the
 * long form, with all kinds of faults and equality after each. A failing run names its seed; {@code -Ddualwrite.test.seed} draws the same
 * operations and faults again.
 */
@Tag("patient")
class FireTest {

    private static final Logger log = LoggerFactory.getLogger(FireTest.class);

    private static final Set<Fault> DRAWN = EnumSet.of(
            Fault.RESET,
            Fault.HALF_CLOSE,
            Fault.LATENCY,
            Fault.REFUSE,
            Fault.KILL_CONNECTIONS,
            Fault.FILL_SECONDARY,
            Fault.FREEZE_SECONDARY,
            Fault.PASSWORD,
            Fault.KILL_WRITER,
            Fault.FREEZE_WRITER);

    @Test
    void allClustersBecomeEqualWhateverFails() {
        long seed = Long.getLong("dualwrite.test.seed", System.nanoTime() / 1_000_000);
        List<Fault> faults = new ArrayList<>(DRAWN);
        Collections.shuffle(faults, new Random(seed));
        log.warn("fire: seed {}, {}", seed, faults);
        try (FireRun run = new FireRun(FireOptions.of(seed, 2))) {
            run.round(faults);
            FireReport report = run.end();
            log.warn("fire:\n{}", report.text());
            assertThat(report.total("applied")).as("replayed").isPositive();
            assertThat(report.total("repaired")).as("repaired").isPositive();
            assertThat(report.total("unrepairable")).as("unrepairable").isZero();
        }
    }
}
