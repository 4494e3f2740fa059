package io.github.dualwrite.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.capability.Capability;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.AclProfile;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.ServerBinary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convergence with what managed services and careful administrators forbid: under each profile, and with all capabilities forbidden at once, on
 * the primary and on the secondary. {@code -Ddualwrite.test.capabilities=all} forbids each on its own, too. The workload is short here;
 * {@code -Ddualwrite.test.seconds} sets how long each case writes, and from ten seconds on every pair of server versions is tried.
 */
@Tag("patient")
class CapabilitiesTest {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String USER = "app";
    private static final String PASSWORD = "secret";
    private static final long SECONDS = Long.getLong("dualwrite.test.seconds", 1);

    private static final String CLIENT = "-client +client|getname +client|setname +client|setinfo";
    private static final String CLUSTER = "-cluster +cluster|slots +cluster|shards +cluster|myid";

    /** How an administrator forbids it. */
    private static final Map<Capability, String> FORBID = Map.ofEntries(
            Map.entry(Capability.DUMP, "-dump"),
            Map.entry(Capability.RESTORE, "-restore"),
            Map.entry(Capability.CLIENT_ID, CLIENT + " +client|kill +client|list"),
            Map.entry(Capability.CLIENT_KILL, CLIENT + " +client|id +client|list"),
            Map.entry(Capability.PUBLISH, "-publish -subscribe -psubscribe -spublish -ssubscribe"),
            Map.entry(Capability.INFO, "-info"),
            Map.entry(Capability.COMMAND_INFO, "-command"),
            Map.entry(Capability.SLOT_KEYS, CLUSTER + " +cluster|nodes"),
            Map.entry(Capability.CLUSTER_NODES, CLUSTER + " +cluster|countkeysinslot +cluster|getkeysinslot"),
            Map.entry(Capability.BITFIELD, "-bitfield"),
            Map.entry(Capability.FLUSHALL, "-flushall"));

    /** What the application itself calls must stay allowed on the primary, or the caller gets the refusal and nothing is to be mirrored. */
    private static final Set<Capability> OF_CALLERS = EnumSet.of(
            Capability.DUMP, Capability.RESTORE, Capability.BITFIELD, Capability.FLUSHALL, Capability.PUBLISH);

    private static final List<Pair> PAIRS = new ArrayList<>();

    /** Two clusters that are used for many cases. */
    private record Pair(LocalCluster primary, LocalCluster secondary) {}

    /** Who may what, and what is therefore refused. */
    record Case(AclProfile primary, AclProfile secondary, Set<Capability> forbidden) {

        @Override
        public String toString() {
            return "primary: " + primary + ", secondary: " + secondary;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (AclProfile profile : List.of(
                AclProfile.ELASTICACHE_NODES,
                AclProfile.ELASTICACHE_SERVERLESS,
                AclProfile.MEMORYSTORE,
                AclProfile.LEAST_PRIVILEGE)) {
            cases.add(new Case(profile, profile, Set.of()));
        }
        Set<Capability> all = EnumSet.allOf(Capability.class);
        all.remove(Capability.CLIENT_KILL); // its rules and those of CLIENT ID undo each other; who cannot tell its id
        // cannot be killed by it
        all.remove(Capability.CLUSTER_NODES); // likewise with the listing of slots
        cases.add(new Case(AclProfile.ALL, without(all), all));
        Set<Capability> ofPrimary = EnumSet.copyOf(all);
        ofPrimary.removeAll(OF_CALLERS);
        cases.add(new Case(without(ofPrimary), AclProfile.ALL, ofPrimary));
        if ("all".equals(System.getProperty("dualwrite.test.capabilities"))) {
            eachOnItsOwn(cases);
        }
        return cases.stream();
    }

    private static void eachOnItsOwn(List<Case> cases) {
        for (Capability capability : Capability.values()) {
            Set<Capability> one = EnumSet.of(capability);
            cases.add(new Case(AclProfile.ALL, without(one), one));
            if (!OF_CALLERS.contains(capability) || capability == Capability.DUMP) {
                cases.add(new Case(without(one), AclProfile.ALL, one));
            }
        }
    }

    private static AclProfile without(Set<Capability> capabilities) {
        String titles = capabilities.stream().map(Capability::title).collect(Collectors.joining(", "));
        String rules = capabilities.stream().map(FORBID::get).collect(Collectors.joining(" "));
        return AclProfile.ALL.with("no " + titles, rules);
    }

    @BeforeAll
    static void start() {
        List<ServerBinary> all = ServerBinary.all();
        ServerBinary oldest = all.get(0);
        ServerBinary newest = all.get(all.size() - 1);
        add(newest, oldest);
        if (SECONDS >= 10) {
            add(oldest, newest);
            add(newest, newest);
        }
    }

    private static void add(ServerBinary primary, ServerBinary secondary) {
        PAIRS.add(new Pair(
                LocalCluster.builder()
                        .name("primary")
                        .replicas(0)
                        .server(primary)
                        .start(),
                LocalCluster.builder()
                        .name("secondary")
                        .primaries(3)
                        .replicas(0)
                        .server(secondary)
                        .start()));
    }

    @AfterAll
    static void stop() {
        for (Pair pair : PAIRS) {
            pair.primary().close();
            pair.secondary().close();
        }
        PAIRS.clear();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allBecomesEqual(Case test) throws InterruptedException {
        for (Pair pair : PAIRS) {
            converge(test, pair.primary(), pair.secondary());
        }
    }

    private static void converge(Case test, LocalCluster primary, LocalCluster secondary) throws InterruptedException {
        long seed = Long.getLong("dualwrite.test.seed", System.nanoTime());
        String name = test + ", seed " + seed + ", " + primary.server() + " to " + secondary.server();
        primary.flushAll();
        secondary.flushAll();
        for (int i = 0; i < 50; i++) {
            primary.primaryOf(slot("stray:" + i)).command("SET", "stray:" + i, "p");
            secondary.primaryOf(slot("odd:" + i)).command("SET", "odd:" + i, "s");
        }
        test.primary().apply(primary, USER, PASSWORD);
        test.secondary().apply(secondary, USER, PASSWORD);
        try (DualWrite dualWrite = DualWrite.builder()
                .primary(Target.cluster("primary", primary.seeds()).credentials(USER, PASSWORD))
                .secondary(secondary(secondary))
                .build()) {
            Tally tally = new Tally();
            new Workload(dualWrite, primary.server(), seed, tally).run(Duration.ofSeconds(SECONDS));
            assertThat(dualWrite.awaitAgreement(SOON))
                    .as("agreement, %s: %s", name, dualWrite.status())
                    .isTrue();
            SecondaryStatus status = dualWrite.status().get(0);
            assertThat(status.account().isBalanced()).as("balance, %s", name).isTrue();
            boolean onSecondary = test.primary().equals(AclProfile.ALL);
            assertThat((onSecondary ? status.refused() : status.refusedByPrimary()).keySet())
                    .as(name)
                    .containsAll(test.forbidden());
            Awaitility.await("nothing expires soon")
                    .atMost(SOON)
                    .until(() -> Judge.nothingExpiresSoon(List.of(primary, secondary)));
            assertThat(Judge.compare(primary, List.of(secondary)).differences())
                    .as(name)
                    .isEmpty();
        }
    }

    private static Target secondary(LocalCluster cluster) {
        Target target = Target.cluster("secondary", cluster.seeds()).credentials(USER, PASSWORD);
        return target.replication(target.replication().withPace(new Pace(1_000_000, 1L << 30)));
    }

    private static int slot(String key) {
        return redis.clients.jedis.util.JedisClusterCRC16.getSlot(key);
    }
}
