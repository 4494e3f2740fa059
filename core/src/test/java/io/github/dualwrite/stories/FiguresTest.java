package io.github.dualwrite.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The failures that were measured elsewhere, measured here: {@code core/stories} prints the table. What the naive writer shows is asserted where
 * it does not depend on how threads happen to run.
 */
class FiguresTest {

    /** Twenty contended keys, 500 elements, 5,000 writes while the second cluster stands still. */
    private static final int PART = 40;

    private static Scene scene;
    private static Figures figures;

    @BeforeAll
    static void start() {
        scene = new Scene();
        figures = new Figures(scene, Duration.ofSeconds(2), PART);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void contendedKeysEndTheSameEverywhere() throws InterruptedException {
        assertThat(figures.contendedSets().ours()).isZero();
    }

    @Test
    void aContendedListHasTheSameOrderEverywhere() throws InterruptedException {
        assertThat(figures.positionsOfAList().ours()).isZero();
    }

    @Test
    void whatTheServerChoosesIsTheSameEverywhere() throws InterruptedException {
        Figures.Row row = figures.wordForWord();
        assertThat(row.ours()).isZero();
        assertThat(row.naive()).isPositive();
    }

    @Test
    void nothingThatWasAcknowledgedIsMissing() throws InterruptedException {
        Figures.Row row = figures.frozenSecond();
        assertThat(row.ours()).isZero();
        assertThat(row.naive()).isPositive();
    }

    @Test
    void noCallIsRefusedBecauseOfASecondary() throws InterruptedException {
        Figures.Row row = figures.saturatedSecond();
        assertThat(row.ours()).isZero();
        assertThat(row.naive()).isPositive();
    }
}
