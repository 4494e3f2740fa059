package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes that write one key, with lost subscriptions, in every interleaving of the steps that others can get in between; three and four in
 * random schedules. Every rule left out in turn makes some schedule diverge. The larger sizes take minutes and run with
 * {@code -Ddualwrite.test.interleavings=all}.
 */
class FleetInterleavingsTest {

    @Test
    void twoProcessesEndEqualInEveryInterleaving() {
        assertThat(explore(new int[] {1, 1}, 0, null, 3_000_000)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 0", "1, 1, 1"})
    @EnabledIfSystemProperty(named = "dualwrite.test.interleavings", matches = "all")
    void andWithMoreWritesOrLostSubscriptions(int first, int second, int gaps) {
        assertThat(explore(new int[] {first, second}, gaps, null, 3_000_000)).isNull();
    }

    @Test
    void moreProcessesEndEqualInRandomSchedules() {
        assertThat(walk(new int[] {2, 2, 2}, 1, null, 2_000)).isNull();
        assertThat(walk(new int[] {3, 3, 3, 3}, 1, null, 2_000)).isNull();
        assertThat(walk(new int[] {5, 5, 5}, 2, null, 2_000)).isNull();
    }

    @ParameterizedTest
    @EnumSource(FleetRule.class)
    void withoutAnyOneRuleSomeScheduleDiverges(FleetRule rule) {
        String flaw = walk(new int[] {2, 2}, 1, rule, 100_000);
        assertThat(flaw).as("a schedule that diverges without %s", rule).isNotNull();
    }

    private static FleetWorld world(int[] writes, int gaps, @Nullable FleetRule without, List<Integer> schedule) {
        FleetWorld world = new FleetWorld(writes, gaps, without);
        for (int action : schedule) {
            world.enabled().get(action).run();
        }
        return world;
    }

    /** A schedule is the chain of the numbers of the actions chosen. */
    private record Schedule(@Nullable Schedule before, int action) {

        List<Integer> actions() {
            Deque<Integer> actions = new ArrayDeque<>();
            for (Schedule at = this; at != null && at.action >= 0; at = at.before) {
                actions.addFirst(at.action);
            }
            return List.copyOf(actions);
        }
    }

    private static @Nullable String explore(int[] writes, int gaps, @Nullable FleetRule without, int most) {
        Set<String> seen = new HashSet<>();
        Deque<Schedule> stack = new ArrayDeque<>();
        stack.push(new Schedule(null, -1));
        while (!stack.isEmpty()) {
            Schedule schedule = stack.pop();
            FleetWorld world = world(writes, gaps, without, schedule.actions());
            if (!seen.add(world.fingerprint())) {
                continue;
            }
            assertThat(seen.size()).as("states").isLessThan(most);
            int enabled = world.enabled().size();
            if (enabled == 0 && world.flaw() != null) {
                return world.flaw() + " after " + schedule.actions();
            }
            for (int action = 0; action < enabled; action++) {
                stack.push(new Schedule(schedule, action));
            }
        }
        return null;
    }

    private static @Nullable String walk(int[] writes, int gaps, @Nullable FleetRule without, int walks) {
        Random random = new Random(1);
        for (int i = 0; i < walks; i++) {
            FleetWorld world = new FleetWorld(writes, gaps, without);
            for (List<Runnable> enabled = world.enabled(); !enabled.isEmpty(); enabled = world.enabled()) {
                enabled.get(random.nextInt(enabled.size())).run();
            }
            if (world.flaw() != null) {
                return world.flaw();
            }
        }
        return null;
    }
}
