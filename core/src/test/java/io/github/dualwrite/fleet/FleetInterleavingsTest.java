package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.fleet.FleetWorld.Size;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes that write one key, with lost subscriptions and a slot that moves to another node, in every interleaving of the steps that others can get
 * in between; three and four in random schedules. Every rule left out in turn makes some schedule diverge. The larger sizes take minutes and run with
 * {@code -Ddualwrite.test.interleavings=all}.
 */
@Tag("exhaustive")
class FleetInterleavingsTest {

    private static final int MOST = 6_000_000;

    @Test
    void twoProcessesEndEqualInEveryInterleaving() {
        assertThat(explore(size(0, false, 1, 1), null, MOST)).isNull();
    }

    @Test
    void whileTheSlotMovesAfterOneHasWritten() {
        assertThat(explore(size(0, true, 1, 0), null, MOST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 0, false", "1, 1, 1, false", "1, 1, 0, true"})
    @EnabledIfSystemProperty(named = "dualwrite.test.interleavings", matches = "all")
    void andWithMoreWritesOrLostSubscriptionsOrWhileTheSlotMoves(int first, int second, int gaps, boolean moves) {
        assertThat(explore(size(gaps, moves, first, second), null, MOST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void moreProcessesEndEqualInRandomSchedules(boolean moves) {
        assertThat(walk(size(0, moves, 1, 1), null, 20_000)).isNull();
        assertThat(walk(size(1, moves, 2, 2, 2), null, 4_000)).isNull();
        assertThat(walk(size(1, moves, 3, 3, 3, 3), null, 2_000)).isNull();
        assertThat(walk(size(2, moves, 5, 5, 5), null, 2_000)).isNull();
    }

    @ParameterizedTest
    @EnumSource(FleetRule.class)
    void withoutAnyOneRuleSomeScheduleDiverges(FleetRule rule) {
        boolean ofMoves = rule == FleetRule.WHAT_IS_OPEN_IN_A_MOVED_SLOT_IS_IN_DOUBT
                || rule == FleetRule.WHAT_WAS_REDIRECTED_IS_TOLD_ON_BOTH_NODES;
        String flaw = walk(size(ofMoves ? 0 : 1, ofMoves, 2, 2), rule, 200_000);
        assertThat(flaw).as("a schedule that diverges without %s", rule).isNotNull();
    }

    private static Size size(int gaps, boolean moves, int... writes) {
        return new Size(writes, gaps, moves);
    }

    private static FleetWorld world(Size size, @Nullable FleetRule without, List<Integer> schedule) {
        FleetWorld world = new FleetWorld(size, without);
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

    private static @Nullable String explore(Size size, @Nullable FleetRule without, int most) {
        Set<String> seen = new HashSet<>();
        Deque<Schedule> stack = new ArrayDeque<>();
        stack.push(new Schedule(null, -1));
        while (!stack.isEmpty()) {
            Schedule schedule = stack.pop();
            FleetWorld world = world(size, without, schedule.actions());
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

    private static @Nullable String walk(Size size, @Nullable FleetRule without, int walks) {
        Random random = new Random(1);
        for (int i = 0; i < walks; i++) {
            FleetWorld world = new FleetWorld(size, without);
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
