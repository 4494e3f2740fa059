package io.github.dualwrite.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two writes of one stream, alone and beside marks, other writers, refusals and repairs, in every interleaving of their atomic steps. Without either
 * of the two rules of streams some schedule diverges. The largest sizes run with {@code -Ddualwrite.test.interleavings=all}.
 */
@Tag("exhaustive")
class StreamInterleavingsTest {

    /** What a search found. */
    private record Found(int states, @Nullable String flaw, List<Integer> schedule) {}

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1"})
    void everyInterleavingOfAStreamEndsEqual(int writers, int marks) {
        for (int refusing = 0; refusing < 4; refusing++) {
            Found found = explore(writers, marks, refusing, null);
            assertThat(found.flaw())
                    .as("schedule %s, refusing %s", found.schedule(), refusing)
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 0", "3, 0, 1", "2, 2, 0"})
    @EnabledIfSystemProperty(named = "dualwrite.test.interleavings", matches = "all")
    void everyInterleavingOfAStreamAndOthersEndsEqual(int writers, int marks, int refusing) {
        Found found = explore(writers, marks, refusing, null);
        assertThat(found.flaw()).as("schedule %s", found.schedule()).isNull();
    }

    /** Without an effect refused or a mark, nothing of a stream is ever marked: that is what it is for. */
    @Test
    void aStreamDoesNotDisturbItself() {
        StreamWorld world = new StreamWorld(2, 2, 0, 0, null);
        for (List<Integer> enabled = world.enabled(); !enabled.isEmpty(); enabled = world.enabled()) {
            assertThat(world.isDirty()).isFalse();
            world.perform(enabled.get(0));
        }
        assertThat(world.flaw()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            names = {"STREAM_SEES_OTHERS", "STREAM_KEEPS_ITS_ORDER"})
    void withoutEitherRuleSomeInterleavingDiverges(Rule rule) {
        String flaw = null;
        for (int[] size : new int[][] {{2, 0, 0}, {2, 1, 0}, {2, 0, 1}}) {
            if (flaw == null) {
                flaw = explore(size[0], size[1], size[2], rule).flaw();
            }
        }
        assertThat(flaw).as("a schedule that diverges without %s", rule).isNotNull();
    }

    /** A schedule is a chain of actions; a state is reached by performing its schedule from the start. */
    private record Schedule(@Nullable Schedule before, int action, int length) {

        int[] actions() {
            int[] actions = new int[length];
            Schedule at = this;
            for (int i = length - 1; i >= 0 && at != null; i--) {
                actions[i] = at.action;
                at = at.before;
            }
            return actions;
        }
    }

    private static Found explore(int writers, int marks, int refusing, @Nullable Rule without) {
        Set<String> seen = new HashSet<>();
        Deque<Schedule> stack = new ArrayDeque<>();
        stack.push(new Schedule(null, -1, 0));
        while (!stack.isEmpty()) {
            Schedule schedule = stack.pop();
            int[] actions = schedule.actions();
            StreamWorld world = new StreamWorld(2, writers, marks, refusing, without);
            for (int action : actions) {
                world.perform(action);
            }
            if (!seen.add(world.fingerprint())) {
                continue;
            }
            List<Integer> enabled = world.enabled();
            if (enabled.isEmpty() && world.flaw() != null) {
                return new Found(
                        seen.size(),
                        world.flaw(),
                        Arrays.stream(actions).boxed().toList());
            }
            for (int action : enabled) {
                stack.push(new Schedule(schedule, action, schedule.length() + 1));
            }
        }
        return new Found(seen.size(), null, new ArrayList<>());
    }
}
