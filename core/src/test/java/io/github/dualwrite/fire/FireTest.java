package io.github.dualwrite.fire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise under fire, in short: a process of its own writes with every write command, while networks, servers and the process itself fail.
 * After them writes pause, and all data sets must become equal with nobody's help, every account balanced. {@code core/fire} is the
 * long form, with all kinds of faults and several processes. A failing run names its seed; {@code -Ddualwrite.test.seed} draws the same
 * operations and faults again. Runs with {@code -Ddualwrite.test.fire=true}.
 */
@EnabledIfSystemProperty(named = "dualwrite.test.fire", matches = "true")
class FireTest {

    private static final Logger log = LoggerFactory.getLogger(FireTest.class);

    private static final Set<Fault> DRAWN = EnumSet.of(
            Fault.RESET,
            Fault.HALF_CLOSE,
            Fault.LATENCY,
            Fault.REFUSE,
            Fault.KILL_CONNECTIONS,
            Fault.FILL_SECONDARY,
            Fault.PASSWORD,
            Fault.FREEZE_WRITER);

    @Test
    void allClustersBecomeEqualWhateverFails() {
        long seed = Long.getLong("dualwrite.test.seed", System.nanoTime() / 1_000_000);
        List<Fault> faults = new ArrayList<>(DRAWN);
        Collections.shuffle(faults, new Random(seed));
        log.warn("fire: seed {}, {}", seed, faults);
        try (FireRun run = new FireRun(FireOptions.of(seed, 1))) {
            run.round(faults);
            FireReport report = run.end();
            log.warn("fire:\n{}", report.text());
            assertThat(report.total("applied")).as("replayed").isPositive();
            assertThat(report.total("repaired")).as("repaired").isPositive();
            assertThat(report.total("unrepairable")).as("unrepairable").isZero();
        }
    }
}
