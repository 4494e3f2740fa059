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
 * The ticket and repair protocol in every interleaving of its atomic steps: the real {@link KeyOrder}, {@link Stripes} and {@link DirtyKeys}, driven
 * step by step. Every rule of the protocol left out in turn makes some schedule diverge, so the search is not blind. Up to three
 * writers, or two with refusals and a mark from outside; {@code -Ddualwrite.test.interleavings=all} adds a second mark, and refusals of three.
 */
@Tag("exhaustive")
class KeyOrderInterleavingsTest {

    /** What a search found. */
    private record Found(int states, @Nullable String flaw, List<Integer> schedule) {}

    @ParameterizedTest
    @CsvSource({"1, 0, true", "1, 2, true", "2, 0, true", "2, 1, true", "3, 0, false"})
    void everyInterleavingEndsEqual(int writers, int marks, boolean mayRefuse) {
        assertEndsEqual(writers, marks, mayRefuse);
    }

    @ParameterizedTest
    @CsvSource({"2, 2, true", "3, 0, true"})
    @EnabledIfSystemProperty(named = "dualwrite.test.interleavings", matches = "all")
    void everyInterleavingOfMoreEndsEqual(int writers, int marks, boolean mayRefuse) {
        assertEndsEqual(writers, marks, mayRefuse);
    }

    private static void assertEndsEqual(int writers, int marks, boolean mayRefuse) {
        for (int refused = 0; refused <= (mayRefuse ? writers : 0); refused++) {
            int refusing = (1 << refused) - 1; // which writers it is does not count
            Found found = explore(writers, marks, refusing, null);
            assertThat(found.flaw())
                    .as("schedule %s, refusing %s", found.schedule(), refusing)
                    .isNull();
            assertThat(found.states()).isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Rule.class, mode = EnumSource.Mode.MATCH_NONE, names = "STREAM_.*")
    void withoutAnyOneRuleSomeInterleavingDiverges(Rule rule) {
        String flaw = null;
        for (int[] size : new int[][] {{1, 0, 0}, {1, 1, 0}, {1, 2, 0}, {2, 0, 0}, {1, 2, 1}, {2, 0, 1}, {2, 1, 0}}) {
            if (flaw == null) {
                flaw = explore(size[0], size[1], size[2], rule).flaw();
            }
        }
        assertThat(flaw).as("a schedule that diverges without %s", rule).isNotNull();
    }

    @Test
    void theSearchSeesMoreThanOneOrderOfTwoWriters() {
        assertThat(explore(2, 0, 0, null).states()).isGreaterThan(1_000);
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
            @Nullable Schedule schedule = stack.pop();
            World world = new World(writers, marks, refusing, without);
            for (int action : schedule.actions()) {
                world.perform(action);
            }
            while (schedule != null && seen.add(world.fingerprint())) {
                List<Integer> enabled = world.enabled();
                if (enabled.isEmpty() && world.flaw() != null) {
                    return new Found(
                            seen.size(),
                            world.flaw(),
                            Arrays.stream(schedule.actions()).boxed().toList());
                }
                Schedule before = schedule;
                schedule = null;
                for (int action : enabled) {
                    Schedule next = new Schedule(before, action, before.length() + 1);
                    if (schedule == null) {
                        schedule = next; // goes on in this world, the others begin anew
                    } else {
                        stack.push(next);
                    }
                }
                if (schedule != null) {
                    world.perform(schedule.action());
                }
            }
        }
        return new Found(seen.size(), null, new ArrayList<>());
    }
}
