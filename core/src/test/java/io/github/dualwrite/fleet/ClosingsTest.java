package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane has closed is told, or known not to be. */
class ClosingsTest {

    private final Line line = new Line(1, new OpenOperations(key -> {}, slot -> true), () -> 0);
    private final Closings closings = new Closings(line);
    private final List<Integer> untold = new ArrayList<>();
    private final List<Integer> hashes = new ArrayList<>();

    private void close(int count) {
        for (int i = 0; i < count; i++) {
            int hash = 31 * hashes.size();
            hashes.add(hash);
            closings.hashes().add(hash);
        }
    }

    @Test
    void theLineTakesThemOnce() {
        close(150);
        assertThat(closings.handOver(untold::add)).isTrue();
        close(2);
        assertThat(closings.handOver(untold::add)).isTrue();
        assertThat(closings.handOver(untold::add)).isTrue();
        assertThat(line.take())
                .isNotNull()
                .satisfies(frame -> assertThat(frame.hashes()).containsExactly(hashes.toArray(Integer[]::new)));
        assertThat(untold).isEmpty();
    }

    @Test
    void whoseSessionIsOverTakesNone() {
        close(70);
        line.end();
        assertThat(closings.handOver(untold::add)).isFalse();
        assertThat(untold).isEqualTo(hashes);
        assertThat(line.waiting()).isZero();
    }

    @Test
    void whoseSessionIsOverIsLeftBeforeAnythingElseIsClosed() {
        close(1);
        assertThat(closings.handOver(untold::add)).isTrue();
        assertThat(closings.handOver(untold::add)).isTrue();
        line.end();
        assertThat(closings.handOver(untold::add)).isFalse();
        assertThat(untold).isEmpty();
    }
}
