package io.github.dualwrite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.effect.Step;
import io.github.dualwrite.resp.Command;
import org.junit.jupiter.api.Test;

/** What settles what a secondary has refused. Settling too much would call clusters equal that are not: seen to fail with each rule taken out. */
class RefusedLibrariesTest {

    private final Refusals refusals = new Refusals();

    private static Step step(String... words) {
        return Step.of(null, Command.of(words).words());
    }

    private static Step load(String library, String code) {
        return step("FUNCTION", "LOAD", "REPLACE", "#!lua name=" + library + "\n" + code);
    }

    private void refused(Step... steps) {
        for (Step step : steps) {
            refusals.refused(step);
        }
    }

    @Test
    void theSameLibraryWhateverItsCodeIsNow() {
        refused(load("a", "1"), load("a", "2"), load("b", "1"));
        assertThat(refusals.taken(load("a", "3"))).isEqualTo(2);
        assertThat(refusals.taken(load("a", "3"))).isZero();
        assertThat(refusals.taken(step("function", "delete", "b"))).isEqualTo(1);
    }

    @Test
    void theSameDumpAndNoOther() {
        refused(step("FUNCTION", "RESTORE", "one", "REPLACE"), load("a", "1"));
        assertThat(refusals.taken(step("FUNCTION", "RESTORE", "two", "REPLACE")))
                .isZero();
        assertThat(refusals.taken(step("FUNCTION", "RESTORE", "one"))).isEqualTo(1);
        assertThat(refusals.taken(step("FUNCTION", "DELETE", "a"))).isEqualTo(1);
    }

    @Test
    void theEndOfAllOfThem() {
        refused(
                load("a", "1"),
                step("FUNCTION", "RESTORE", "one"),
                step("FUNCTION", "FLUSH"),
                step("SCRIPT", "LOAD", "s"));
        assertThat(refusals.taken(step("FUNCTION", "FLUSH", "ASYNC"))).isEqualTo(3);
        refused(load("a", "1"), step("FUNCTION", "RESTORE", "one"));
        assertThat(refusals.taken(step("FUNCTION", "RESTORE", "other", "flush")))
                .isEqualTo(2);
        assertThat(refusals.taken(step("SCRIPT", "FLUSH"))).isEqualTo(1);
    }

    @Test
    void theSameScriptAndNoOther() {
        refused(step("SCRIPT", "LOAD", "s"), step("SCRIPT", "LOAD", "t"));
        assertThat(refusals.taken(step("SCRIPT", "LOAD", "s"))).isEqualTo(1);
        assertThat(refusals.taken(step("FUNCTION", "FLUSH"))).isZero();
        assertThat(refusals.taken(step("SCRIPT", "FLUSH", "SYNC"))).isEqualTo(1);
    }

    /** A secondary that refuses whatever it is sent costs a bounded memory, and none of it is forgotten. */
    @Test
    void whatIsTooMuchWaitsForTheEndOfAll() {
        for (int i = 0; i < 10_005; i++) {
            refused(step("SCRIPT", "LOAD", "return " + i));
        }
        assertThat(refusals.taken(step("SCRIPT", "LOAD", "return 10002"))).isZero();
        assertThat(refusals.taken(step("SCRIPT", "FLUSH"))).isEqualTo(10_005);
    }
}
