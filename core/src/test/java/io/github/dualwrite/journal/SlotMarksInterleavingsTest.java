package io.github.dualwrite.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.journal.MarksWorld.Cast;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Beginning, marking, emptying and sweeping in every interleaving of their atomic steps, on the real {@link SlotMarks}, {@link Sweep}, {@link Cells}
 * and {@link SlotBits}: in no state is anything in doubt that the file does not tell of. Every rule left out in turn makes some schedule lose a
 * doubt, so the search is not blind.
 */
@Tag("exhaustive")
class SlotMarksInterleavingsTest {

    private record Found(int states, @Nullable List<Integer> flaw) {}

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

    private static Found explore(Cast cast, @Nullable MarksRule without) {
        Set<String> seen = new HashSet<>();
        Deque<Schedule> stack = new ArrayDeque<>();
        stack.push(new Schedule(null, -1, 0));
        while (!stack.isEmpty()) {
            Schedule schedule = stack.pop();
            int[] actions = schedule.actions();
            MarksWorld world = new MarksWorld(cast, without);
            for (int action : actions) {
                world.perform(action);
            }
            if (world.isFlawed()) {
                return new Found(seen.size(), Arrays.stream(actions).boxed().toList());
            }
            if (seen.add(world.fingerprint())) {
                for (int action : world.enabled()) {
                    stack.push(new Schedule(schedule, action, schedule.length() + 1));
                }
            }
        }
        return new Found(seen.size(), null);
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,0,true",
        "1,0,0,false",
        "2,0,0,true",
        "2,0,0,false",
        "1,1,0,false",
        "0,2,0,false",
        "1,0,1,true",
        "0,1,1,false"
    })
    void inNoInterleavingIsADoubtLost(int writers, int marks, int flushes, boolean fleet) {
        for (boolean setAtFirst : new boolean[] {true, false}) {
            Found found = explore(new Cast(writers, marks, flushes, fleet, setAtFirst), null);
            assertThat(found.flaw())
                    .as("a schedule after which a kill loses a doubt")
                    .isNull();
            assertThat(found.states()).isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @EnumSource(MarksRule.class)
    void withoutAnyOneRuleSomeInterleavingLosesADoubt(MarksRule rule) {
        List<Integer> flaw = null;
        for (Cast cast : List.of(
                new Cast(1, 0, 0, false, true),
                new Cast(1, 0, 0, true, false),
                new Cast(0, 1, 0, false, true),
                new Cast(0, 0, 1, false, true),
                new Cast(2, 0, 0, false, true))) {
            if (flaw == null) {
                flaw = explore(cast, rule).flaw();
            }
        }
        assertThat(flaw).as("a schedule that loses a doubt without %s", rule).isNotNull();
    }

    @Test
    void whatHasComeToRestIsForgiven() {
        MarksWorld world = new MarksWorld(new Cast(1, 1, 1, true, false), null);
        for (int actor = 0; actor < 4; actor++) {
            while (world.enabled().contains(actor)) {
                world.perform(actor);
            }
        }
        assertThat(world.isSet()).isFalse();
    }
}
