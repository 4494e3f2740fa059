package io.github.dualwrite.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.ServerBinary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise: whatever callers wrote and whatever happened on the way, once writes pause all clusters are equal with nobody's help, and every
 * acknowledged write is accounted for. A failing run names its seed; {@code -Ddualwrite.test.seed} draws the same operations again, and
 * {@code -Ddualwrite.test.seconds} sets how long all runs take together.
 */
class ConvergenceTest {

    private static final Logger log = LoggerFactory.getLogger(ConvergenceTest.class);

    private static final Duration SOON = Duration.ofSeconds(60);

    /** The primary newer than its secondaries, older, and in between, as far as there are servers. */
    static Stream<List<ServerBinary>> fleets() {
        List<ServerBinary> all = ServerBinary.all();
        ServerBinary oldest = all.get(0);
        ServerBinary newest = all.get(all.size() - 1);
        ServerBinary middle = all.get(all.size() / 2);
        return Stream.of(
                        List.of(newest, oldest, middle),
                        List.of(oldest, middle, newest),
                        List.of(middle, newest, oldest))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void allClustersBecomeEqual(List<ServerBinary> servers) throws InterruptedException {
        long seed = Long.getLong("dualwrite.test.seed", System.nanoTime());
        long seconds = Long.getLong("dualwrite.test.seconds", 30);
        Duration time = Duration.ofSeconds(Math.max(1, seconds / fleets().count()));
        String name = "seed " + seed + ", primary, sharded and single on " + servers;
        log.warn("convergence: {}, {}", name, time);
        Tally tally = new Tally();
        try (Fleet fleet = new Fleet(servers)) {
            Chaos chaos = new Chaos(fleet, seed);
            try {
                new Workload(fleet.dualWrite, fleet.primary.server(), seed, tally).run(time);
            } finally {
                chaos.stop();
            }
            boolean agreed = fleet.dualWrite.awaitAgreement(SOON);
            report(name, fleet, tally, chaos);
            assertThat(agreed)
                    .as("agreement, %s: %s", name, fleet.dualWrite.status())
                    .isTrue();
            assertAccounts(name, fleet);
            assertEqual(name, fleet);
            assertFaultsHappened(fleet, chaos);
            assertThat(Coverage.missing(fleet.primary, tally.commands))
                    .as("write commands of the catalogue that were not drawn, %s", name)
                    .isEmpty();
        }
    }

    private static void assertAccounts(String name, Fleet fleet) {
        for (SecondaryStatus status : fleet.dualWrite.status()) {
            Account.Snapshot account = status.account();
            assertThat(account.isBalanced())
                    .as("balance, %s: %s", name, account)
                    .isTrue();
            assertThat(account.pending() + account.dirty() + account.unrepairable())
                    .as("left over, %s: %s", name, account)
                    .isZero();
        }
    }

    private static void assertEqual(String name, Fleet fleet) {
        Awaitility.await("nothing expires soon").atMost(SOON).until(() -> Judge.nothingExpiresSoon(fleet.all()));
        Judge.Verdict verdict = Judge.compare(fleet.primary, List.of(fleet.sharded, fleet.single));
        assertThat(verdict.keys()).as("keys left to compare, %s", name).isGreaterThan(100);
        assertThat(verdict.differences())
                .as("%s of %s keys differ, %s", verdict.differences().size(), verdict.keys(), name)
                .isEmpty();
    }

    /** Without these the run would have shown nothing. */
    private static void assertFaultsHappened(Fleet fleet, Chaos chaos) {
        assertThat(chaos.connectionsKilled.sum()).as("connections killed").isPositive();
        assertThat(chaos.resets.sum()).as("connections reset").isPositive();
        assertThat(chaos.dirtySlotsSeen).as("dirty slots seen").isNotEmpty();
        long refused = 0;
        long unanswered = 0;
        for (SecondaryStatus status : fleet.dualWrite.status()) {
            Account.Snapshot account = status.account();
            assertThat(account.applied()).as("replayed").isPositive();
            assertThat(account.repaired()).as("repaired").isPositive();
            assertThat(account.marks()).as("marks of %s", status.name()).containsKey("OVERLAPPED");
            refused += account.marks().getOrDefault("REFUSED", 0L);
            unanswered += account.errors().getOrDefault("NOREPLY", 0L);
        }
        assertThat(refused).as("effects that a lane refused").isPositive();
        assertThat(unanswered).as("effects on connections that broke").isPositive();
    }

    private static void report(String name, Fleet fleet, Tally tally, Chaos chaos) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%d operations (%d data errors, %d pipelines, %d transactions, %d commands); %d connections killed, %d resets, %d stalls"
                        .formatted(
                                tally.operations.sum(),
                                tally.dataErrors.sum(),
                                tally.pipelines.sum(),
                                tally.transactions.sum(),
                                tally.commands.size(),
                                chaos.connectionsKilled.sum(),
                                chaos.resets.sum(),
                                chaos.stalls.sum()));
        for (SecondaryStatus status : fleet.dualWrite.status()) {
            Account.Snapshot account = status.account();
            lines.add(
                    "%s: %d writes = %d replayed + %d repaired; marked at once %s; mismatches %s; errors %s; %d keys copied; dirty slots seen %s"
                            .formatted(
                                    status.name(),
                                    account.acknowledged(),
                                    account.applied(),
                                    account.repaired(),
                                    account.marks(),
                                    account.mismatches(),
                                    account.errors(),
                                    account.keysCopied(),
                                    chaos.dirtySlotsSeen.get(status.name())));
        }
        log.warn("convergence: {}\n  {}", name, String.join("\n  ", lines));
    }
}
