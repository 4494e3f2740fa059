package io.github.dualwrite.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.net.Topologies;
import io.github.dualwrite.sync.SlotBoard.Counters;
import io.github.dualwrite.sync.SlotBoard.Standing;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several processes and one board, on a real server. */
class SharedBoardTest {

    private static final Duration PRESENCE = Duration.ofMillis(600);
    private static final Set<String> PRIMARY = Set.of("node1", "node2");

    private static LocalCluster server;
    private static ClusterView view;

    @BeforeAll
    static void start() {
        server = LocalCluster.builder().name("secondary").standalone().start();
        Target target = Target.standalone("secondary", server.seeds()[0]);
        TargetConnector connector = new TargetConnector(target);
        view = new ClusterView(
                "secondary",
                connector,
                Topologies.of(target, connector),
                Retry.of(
                        "test",
                        RetryConfig.custom()
                                .maxAttempts(RetryPolicy.ofDefaults().maxAttempts())
                                .build()));
        view.start();
        Awaitility.await().until(() -> !view.topology().map().primaries().isEmpty());
    }

    @AfterAll
    static void stop() {
        view.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.flushAll();
    }

    private static SharedBoard board(Set<String> primary) {
        return new SharedBoard(view, "test:", primary, PRESENCE, System::nanoTime);
    }

    private static BitSet slots(int... slots) {
        BitSet set = new BitSet();
        for (int slot : slots) {
            set.set(slot);
        }
        return set;
    }

    @Test
    void whatOneAskedForAnotherCanDo() throws IOException {
        try (SharedBoard one = board(PRIMARY);
                SharedBoard two = board(PRIMARY)) {
            int[] asks = one.ask(slots(0, 77, 16383));
            assertThat(two.read().open()).isEqualTo(slots(0, 77, 16383));
            assertThat(two.read().covers(77, asks[77])).isFalse();
            two.done(slots(77), two.read().asked());
            Counters counters = one.read();
            assertThat(counters.open()).isEqualTo(slots(0, 16383));
            assertThat(counters.isSynced(77)).isTrue();
            assertThat(counters.isSynced(1)).as("never asked for").isFalse();
            assertThat(counters.covers(77, asks[77])).isTrue();
        }
    }

    @Test
    void aPassDoesNotCoverWhatWasAskedForAfterItBegan() throws IOException {
        try (SharedBoard one = board(PRIMARY);
                SharedBoard two = board(PRIMARY)) {
            one.ask(slots(5));
            int[] atItsBeginning = two.read().asked();
            int[] later = one.ask(slots(5));
            two.done(slots(5), atItsBeginning);
            assertThat(one.read().covers(5, later[5])).isFalse();
            assertThat(one.read().isOpen(5)).isTrue();
        }
    }

    @Test
    void oneLeadsAndALostLeaderIsReplaced() throws IOException {
        SharedBoard one = board(PRIMARY);
        try (SharedBoard two = board(PRIMARY)) {
            assertThat(one.lead()).isTrue();
            assertThat(one.lead()).isTrue();
            assertThat(two.lead()).isFalse();
            one.close(); // as a process that dies
            Awaitility.await().atMost(PRESENCE.multipliedBy(5)).until(two::lead);
        }
    }

    @Test
    void whoVanishesLeavesEverySlotInDoubtAndWhoLeavesCleanNone() throws IOException {
        SharedBoard vanishing = board(PRIMARY);
        assertThat(vanishing.stand()).isEqualTo(Standing.MEMBER);
        SharedBoard leaving = board(PRIMARY);
        assertThat(leaving.stand()).as("it has not seen the other alive yet").isEqualTo(Standing.NEW);
        leaving.leave(true);
        vanishing.close();
        try (SharedBoard three = board(PRIMARY)) {
            assertThat(three.stand()).isEqualTo(Standing.NEW);
            Awaitility.await()
                    .atMost(PRESENCE.multipliedBy(10))
                    .pollInterval(PRESENCE.dividedBy(20))
                    .until(() -> three.stand() == Standing.DOUBT);
            assertThat(three.read().open().cardinality()).isEqualTo(16384);
            assertThat(three.stand()).isEqualTo(Standing.MEMBER);
        }
    }

    @Test
    void whoIsSeenAliveIsBelieved() throws IOException {
        try (SharedBoard one = board(PRIMARY);
                SharedBoard two = board(PRIMARY)) {
            assertThat(one.stand()).isEqualTo(Standing.MEMBER);
            assertThat(two.stand()).isEqualTo(Standing.NEW);
            Awaitility.await()
                    .atMost(PRESENCE)
                    .pollInterval(PRESENCE.dividedBy(50))
                    .until(() -> {
                        assertThat(one.stand()).isEqualTo(Standing.MEMBER);
                        return two.stand() == Standing.MEMBER;
                    });
            assertThat(two.read().open().isEmpty()).isTrue();
        }
    }

    @Test
    void aBoardThatWasLostIsNoticed() throws IOException {
        try (SharedBoard one = board(PRIMARY)) {
            assertThat(one.stand()).isEqualTo(Standing.MEMBER);
            server.flushAll();
            Awaitility.await()
                    .atMost(PRESENCE)
                    .pollInterval(PRESENCE.dividedBy(20))
                    .until(() -> one.stand() == Standing.DOUBT);
            assertThat(one.stand()).isEqualTo(Standing.MEMBER);
        }
    }

    @Test
    void whatIsKnownAboutAnotherPrimaryIsForgotten() throws IOException {
        try (SharedBoard one = board(PRIMARY)) {
            one.stand();
            one.done(slots(9), one.ask(slots(9)));
            one.leave(true);
        }
        try (SharedBoard same = board(Set.of("node2", "node3"))) {
            same.stand();
            assertThat(same.read().isSynced(9)).as("a node was added").isTrue();
            same.leave(true);
        }
        try (SharedBoard other = board(Set.of("node8"))) {
            other.stand();
            assertThat(other.read().isSynced(9)).isFalse();
        }
    }
}
