package io.github.dualwrite.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Operations on several keys, of which another process has overlapped one. With only the overlapped key marked, as it was once, all of these fail, and
 * three processes that write with every command end with keys that differ: the destinations of {@code BITOP}, {@code COPY} and {@code RENAME}.
 */
class OpenOperationsTest {

    private static final Key SOURCE = key("source");
    private static final Key DESTINATION = key("destination");
    private static final Keys BOTH = keys("destination", "source");

    private final Set<Key> marked = new HashSet<>();
    private final OpenOperations operations = new OpenOperations(marked::add, slot -> true);

    @Test
    void whoOverlapsOneKeyOfAnOperationHasOverlappedAllOfIt() {
        operations.opened(BOTH);
        operations.heardOther(new int[] {SOURCE.hashCode()});
        assertThat(marked).containsExactlyInAnyOrder(SOURCE, DESTINATION);
    }

    @Test
    void whatWasMadeOfASourceIsMarkedAlsoWhenItWasToldBeforeTheSource() {
        operations.opened(BOTH);
        operations.echoed(DESTINATION.hashCode());
        operations.heardOther(new int[] {SOURCE.hashCode()});
        assertThat(marked).contains(DESTINATION);
    }

    @Test
    void whoMissedFramesAboutASourceMarksWhatWasMadeOfIt() {
        operations.opened(BOTH);
        operations.echoed(DESTINATION.hashCode());
        operations.doubt(SOURCE::equals);
        assertThat(marked).contains(DESTINATION);
    }

    @Test
    void whoCannotTellOfASourceMarksWhatWasMadeOfIt() {
        operations.opened(BOTH);
        operations.echoed(DESTINATION.hashCode());
        operations.untold(SOURCE.hashCode());
        assertThat(marked).contains(DESTINATION);
        assertThat(operations.size()).isZero();
    }

    @Test
    void anOperationThatIsOverConcernsNobody() {
        operations.opened(BOTH);
        operations.over(BOTH);
        operations.opened(SOURCE);
        operations.heardOther(new int[] {SOURCE.hashCode(), DESTINATION.hashCode()});
        assertThat(marked).containsExactly(SOURCE);
    }

    @Test
    void aSourceThatIsAlwaysOpenRemembersABoundedNumberOfOthersAndForgetsNoneInSilence() {
        operations.opened(SOURCE);
        for (int i = 0; i <= OpenTable.MOST_TOGETHER; i++) {
            Keys both = keys("made" + i, "source");
            operations.opened(both);
            operations.over(both);
        }
        assertThat(marked).containsExactlyInAnyOrder(key("made0"), SOURCE);
        marked.clear();
        operations.heardOther(new int[] {SOURCE.hashCode()});
        assertThat(marked).hasSize(1 + OpenTable.MOST_TOGETHER).doesNotContain(key("made0"));
    }

    private static Keys keys(String... names) {
        return Keys.of(Stream.of(names).map(name -> key(name).bytes()).toList());
    }

    private static Key key(String name) {
        return new Key(name.getBytes(StandardCharsets.UTF_8));
    }
}
