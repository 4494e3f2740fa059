package io.github.dualwrite.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.BalancedAccounts;
import io.github.dualwrite.Clusters;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Journal;
import io.github.dualwrite.config.Shutdown;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.journal.JournalStatus;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalClusterExtension;
import io.github.dualwrite.testkit.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.JedisCluster;

/**
 * {@code kill -9} of a process under load: whoever comes after it, or is still there, makes the clusters equal, and with a journal only the slots
 * that were in doubt are copied. Of the keys, most lie in slots that the victim does not write.
 *
 * <p>Seen to fail: with {@code Doubts.NONE} in place of the journal's, the next process inherits nothing and the clusters stay different.
 */
@Tag("patient")
class KillTest {

    @RegisterExtension
    static final LocalClusterExtension primary =
            LocalClusterExtension.of(LocalCluster.builder().name("primary").replicas(0));

    @RegisterExtension
    static final LocalClusterExtension secondary = LocalClusterExtension.of(
            LocalCluster.builder().name("secondary").primaries(3).replicas(0));

    @RegisterExtension
    final BalancedAccounts accounts = new BalancedAccounts();

    private static final int COLD = 1_500;
    private static final int HOT = 3 * Victim.KEYS;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @BeforeEach
    void everythingIsCopiedOnce() {
        secondary.get().nodes().forEach(LocalNode::thaw);
        primary.get().flushAll();
        secondary.get().flushAll();
        try (DualWrite dualWrite = start(null, LONG);
                JedisCluster jedis = dualWrite.jedisCluster()) {
            for (int i = 0; i < COLD; i++) {
                jedis.set("cold:" + i, "v" + i);
            }
            Clusters.assertEqual(dualWrite, primary.get(), secondary.get());
        }
    }

    private DualWrite start(@Nullable Path journal, Duration restartWithin) {
        DualWriteConfig.Builder config = DualWriteConfig.builder()
                .primary(Clusters.impatient("primary", primary.get()))
                .secondary(Victim.soonMissed(Clusters.impatient("secondary", secondary.get())));
        return accounts.watch(DualWrite.start(
                journal == null
                        ? config.build()
                        : config.journal(new Journal(journal, restartWithin)).build()));
    }

    private static Mortal victim(@Nullable Path journal, Duration restartWithin, long seed) {
        return Mortal.start(
                Victim.seeds(primary.get().seeds()),
                Victim.seeds(secondary.get().seeds()),
                journal,
                restartWithin,
                seed);
    }

    /** Kills it while its writes cannot reach the secondary, so that something surely is in doubt. */
    private static void killWithWritesInDoubt(Mortal victim) {
        victim.awaitWrites(300);
        secondary.get().nodes().forEach(LocalNode::freeze);
        victim.awaitWrites(300);
        victim.kill();
        secondary.get().nodes().forEach(LocalNode::thaw);
        assertThat(differences()).as("something was in doubt").isNotEmpty();
    }

    private static List<String> differences() {
        return DataSet.of(primary.get()).differences(DataSet.of(secondary.get()), Clusters.TTL_TOLERANCE);
    }

    private static void awaitEqual(DualWrite dualWrite) {
        Awaitility.await()
                .atMost(Clusters.SOON.multipliedBy(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> dualWrite.awaitAgreement(Duration.ofSeconds(1))
                        && differences().isEmpty());
        Clusters.assertEqual(dualWrite, primary.get(), secondary.get());
    }

    private static JournalStatus journal(DualWrite dualWrite) {
        JournalStatus journal = dualWrite.status().get(0).journal();
        assertThat(journal).isNotNull();
        return journal == null ? new JournalStatus("", 0, 0) : journal;
    }

    private static long copied(DualWrite dualWrite) {
        return dualWrite.status().get(0).account().keysCopied();
    }

    private List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    @Test
    void whoStartsWithTheJournalCopiesOnlyWhatWasInDoubt() throws IOException {
        try (Mortal victim = victim(folder, LONG, 1)) {
            killWithWritesInDoubt(victim);
        }
        assertThat(journals()).hasSize(1);
        try (DualWrite next = start(folder, LONG)) {
            assertThat(journal(next).slotsInherited()).isBetween(1, HOT);
            Clusters.assertEqual(next, primary.get(), secondary.get());
            assertThat(copied(next)).isBetween(1L, 3L * HOT);
            assertThat(journals()).as("the dead one's is gone").hasSize(1);
            Awaitility.await().atMost(Clusters.SOON).until(() -> journal(next).slotsInDoubt() == 0);
        }
        assertThat(journals()).as("a clean end leaves nothing").isEmpty();
    }

    @Test
    void killedAgainAndAgainAtAnyMoment() {
        Random random = new Random(7);
        for (int round = 0; round < 4; round++) {
            try (Mortal victim = victim(folder, LONG, round)) {
                victim.awaitWrites(200);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
            }
        }
        try (DualWrite next = start(folder, LONG)) {
            assertThat(journal(next).slotsInherited()).isBetween(1, HOT);
            Clusters.assertEqual(next, primary.get(), secondary.get());
            assertThat(copied(next)).isLessThan(COLD);
        }
    }

    @Test
    void othersWaitForTheJournalToComeBackAndCopyNothing() throws IOException {
        try (DualWrite other = start(folder, LONG)) {
            assertThat(other.awaitAgreement(Clusters.SOON)).isTrue();
            try (Mortal victim = victim(folder, LONG, 2)) {
                victim.awaitWrites(1);
                assertThat(journals()).as("each has its own").hasSize(2);
                killWithWritesInDoubt(victim);
            }
            Awaitility.await("the other notices")
                    .atMost(Clusters.SOON)
                    .until(() -> other.status().get(0).othersSilent());
            assertThat(other.status().get(0).isInAgreement()).isFalse();
            long before = copied(other);
            try (DualWrite next = start(folder, LONG)) {
                assertThat(journal(next).slotsInherited()).isBetween(1, HOT);
                assertThat(next.awaitAgreement(Clusters.SOON))
                        .as("%s", next.status())
                        .isTrue();
                awaitEqual(other);
                assertThat(copied(other)).isEqualTo(before);
                assertThat(copied(next)).isBetween(1L, 3L * HOT);
            }
        }
    }

    @Test
    void whoDoesNotComeBackIsStoodInForByTheOthers() {
        try (DualWrite other = start(null, LONG)) {
            assertThat(other.awaitAgreement(Clusters.SOON)).isTrue();
            try (Mortal victim = victim(folder, Duration.ofSeconds(1), 3)) {
                killWithWritesInDoubt(victim);
            }
            awaitEqual(other);
            assertThat(copied(other)).isGreaterThanOrEqualTo(COLD);
        }
    }

    @Test
    void withoutAJournalTheOthersCompareEverything() {
        try (DualWrite other = start(null, LONG)) {
            assertThat(other.awaitAgreement(Clusters.SOON)).isTrue();
            try (Mortal victim = victim(null, LONG, 4)) {
                killWithWritesInDoubt(victim);
            }
            awaitEqual(other);
        }
    }

    @Test
    void withoutAJournalAndAloneTheNextStartComparesEverything() {
        try (Mortal victim = victim(null, LONG, 5)) {
            killWithWritesInDoubt(victim);
        }
        try (DualWrite next = start(null, LONG)) {
            assertThat(next.awaitAgreement(Clusters.SOON.multipliedBy(2))).isTrue();
            Clusters.assertEqual(next, primary.get(), secondary.get());
            assertThat(copied(next)).isGreaterThanOrEqualTo(COLD);
        }
    }

    @Test
    void aDamagedJournalMeansEverything() throws IOException {
        try (Mortal victim = victim(folder, LONG, 6)) {
            killWithWritesInDoubt(victim);
        }
        Path journal = journals().get(0);
        byte[] bytes = Files.readAllBytes(journal);
        bytes[5_000] ^= 0x55;
        Files.write(journal, bytes);
        try (DualWrite next = start(folder, LONG)) {
            assertThat(journal(next).slotsInherited()).isEqualTo(16_384);
            Clusters.assertEqual(next, primary.get(), secondary.get());
            assertThat(copied(next)).isGreaterThanOrEqualTo(COLD);
        }
    }

    @Test
    void aJournalAboutAnotherClusterMeansEverything() throws IOException {
        try (LocalCluster another =
                LocalCluster.builder().name("another").replicas(0).start()) {
            try (Mortal victim =
                    Mortal.start(Victim.seeds(primary.get().seeds()), Victim.seeds(another.seeds()), folder, LONG, 8)) {
                victim.awaitWrites(100);
            }
        }
        try (DualWrite next = start(folder, LONG)) {
            Clusters.assertEqual(next, primary.get(), secondary.get());
            assertThat(copied(next)).isGreaterThanOrEqualTo(COLD);
        }
    }

    @Test
    void aRollingDeploymentCopiesNothing() throws IOException {
        try (DualWrite before = start(folder, LONG)) {
            assertThat(before.awaitAgreement(Clusters.SOON)).isTrue();
            Awaitility.await().until(() -> Clusters.isHeard(before));
            try (DualWrite after = start(folder, LONG)) {
                try (JedisCluster jedis = before.jedisCluster()) {
                    for (int i = 0; i < 500; i++) {
                        jedis.incr("hot:counter:" + i % 50);
                    }
                }
                assertThat(before.shutdown()).allMatch(left -> left.nothing());
                assertThat(after.awaitAgreement(Clusters.SOON)).isTrue();
                Clusters.assertEqual(after, primary.get(), secondary.get());
                assertThat(copied(after)).isZero();
            }
        }
        assertThat(journals()).isEmpty();
        try (DualWrite last = start(folder, LONG)) {
            assertThat(journal(last).slotsInherited()).isZero();
            assertThat(last.awaitAgreement(Clusters.SOON)).isTrue();
            assertThat(copied(last)).isZero();
        }
    }

    @Test
    void whatCouldNotBeDrainedStaysInTheJournalAndIsTold() {
        DualWriteConfig config = DualWriteConfig.builder()
                .primary(Clusters.impatient("primary", primary.get()))
                .secondary(Clusters.impatient("secondary", secondary.get()))
                .shutdown(new Shutdown(Duration.ZERO))
                .journal(new Journal(folder, LONG))
                .build();
        DualWrite first = DualWrite.start(config);
        try (JedisCluster jedis = first.jedisCluster()) {
            assertThat(first.awaitAgreement(Clusters.SOON)).isTrue();
            secondary.get().nodes().forEach(LocalNode::freeze);
            for (int i = 0; i < 10; i++) {
                jedis.set("cold:" + i, "written while the secondary was frozen");
            }
        }
        assertThat(first.shutdown()).singleElement().satisfies(left -> {
            assertThat(left.nothing()).isFalse();
            assertThat(left.slotsInJournal()).isBetween(10, 20);
            assertThat(left.effects() + left.dirtyKeys()).isPositive();
            assertThat(left.toString()).contains(left.slotsInJournal() + " slots are in the journal");
        });
        assertThat(first.shutdown()).as("told again").hasSize(1);
        secondary.get().nodes().forEach(LocalNode::thaw);
        try (DualWrite next = start(folder, LONG)) {
            assertThat(journal(next).slotsInherited()).isBetween(10, 20);
            Clusters.assertEqual(next, primary.get(), secondary.get());
            SecondaryStatus status = next.status().get(0);
            assertThat(status.account().keysCopied()).isBetween(10L, 200L);
        }
    }
}
