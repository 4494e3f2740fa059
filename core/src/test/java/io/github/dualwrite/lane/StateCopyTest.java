package io.github.dualwrite.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.event.EventLog;
import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.NodeStates;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.net.Topologies;
import io.github.dualwrite.net.Topology;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.NoLanes;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.Side;
import io.github.dualwrite.versions.States;
import io.github.dualwrite.versions.States.State;
import io.github.dualwrite.versions.Versions;
import io.github.dualwrite.versions.Versions.Pair;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The repair of many keys at once between any two versions: with the servers' own serialized form where the secondary can read it, by type
 * where it cannot, and the same result both ways.
 */
class StateCopyTest {

    private static final Duration TTL_TOLERANCE = Duration.ofSeconds(10);

    private static Versions versions;

    @BeforeAll
    static void start() throws IOException {
        versions = new Versions();
    }

    @AfterAll
    static void stop() {
        versions.close();
    }

    /** Remembers which keys were copied by type. */
    private static final class Counting implements Fallback {

        private final TypedFallback typed = new TypedFallback();
        private int copies;

        @Override
        public boolean isFor(RespError error) {
            return typed.isFor(error);
        }

        @Override
        public void copySmall(List<Item> items, NodeConnection from, NodeConnection to) throws IOException {
            typed.copySmall(items, from, to);
            copies += (int)
                    items.stream().filter(item -> item.result == Result.COPIED).count();
        }

        @Override
        public void copy(Item item, NodeConnection from, NodeConnection to, boolean askFrom, boolean askTo)
                throws IOException {
            copies++;
            typed.copy(item, from, to, askFrom, askTo);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyStateAtOnce() {
        return versions.pairs().stream().map(pair -> dynamicTest(pair.toString(), () -> copyAll(pair)));
    }

    private static void copyAll(Pair pair) throws IOException {
        pair.empty();
        List<Item> items = new ArrayList<>();
        for (State state : States.all()) {
            if (pair.primary().knows(state.needs()) && pair.secondary().knows(state.needs())) {
                items.add(prepare(pair, state, items.size()));
            }
        }
        boolean readable = canRead(pair);
        Counting fallback = new Counting();
        copier(pair, fallback, links(pair.primary(), "default"), links(pair.secondary(), "default"))
                .copy(items);
        assertThat(items)
                .allSatisfy(item -> assertThat(item.result).as(item.reason).isEqualTo(Result.COPIED));
        assertThat(pair.primary().data().differences(pair.secondary().data(), TTL_TOLERANCE))
                .isEmpty();
        // the key that is nowhere needs no copy by type even from a newer server
        assertThat(fallback.copies).isEqualTo(readable ? 0 : items.size() - 1);
    }

    /** Managed services forbid commands to some users; then every key is copied by type, and nothing is lost. */
    @TestFactory
    Stream<DynamicTest> whereDumpOrRestoreIsForbidden() {
        return versions.pairs().stream()
                .filter(pair -> pair.primary().server().equals(pair.secondary().server()))
                .flatMap(pair -> Stream.of(
                        dynamicTest("DUMP on " + pair.primary(), () -> copyAs(pair, "nodump", "default")),
                        dynamicTest("RESTORE on " + pair.secondary(), () -> copyAs(pair, "default", "norestore"))));
    }

    private static void copyAs(Pair pair, String primaryUser, String secondaryUser) throws IOException {
        pair.empty();
        for (Side side : List.of(pair.primary(), pair.secondary())) {
            side.run(List.of(
                    "ACL SETUSER nodump on >secret ~* +@all -dump",
                    "ACL SETUSER norestore on >secret ~* +@all -restore"));
        }
        List<Item> items = new ArrayList<>();
        for (State state : States.all()) {
            if (pair.primary().knows(state.needs())) {
                items.add(prepare(pair, state, items.size()));
            }
        }
        Counting fallback = new Counting();
        copier(pair, fallback, links(pair.primary(), primaryUser), links(pair.secondary(), secondaryUser))
                .copy(items);
        assertThat(items)
                .allSatisfy(item -> assertThat(item.result).as(item.reason).isEqualTo(Result.COPIED));
        assertThat(pair.primary().data().differences(pair.secondary().data(), TTL_TOLERANCE))
                .isEmpty();
        assertThat(fallback.copies).isGreaterThanOrEqualTo(items.size() - 1);
    }

    private static Links links(Side side, String user) {
        Target target = side.target();
        return new Links(
                new TargetConnector(user.equals("default") ? target : target.credentials(user, "secret")),
                new NodeStates(user, new EventLog(user, Clock.systemUTC())));
    }

    /** Every state under a name of its own, over another old state each. */
    private static Item prepare(Pair pair, State state, int number) throws IOException {
        String name = "key" + number;
        pair.primary().run(state.commands());
        pair.primary().connection().call("RENAME", "k", name);
        switch (number % 3) {
            case 0 -> pair.secondary().run(List.of("SET " + name + " old EX 77"));
            case 1 -> pair.secondary().run(List.of("RPUSH " + name + " old"));
            default -> {}
        }
        Key key = new Key(Script.bytes(name));
        return new Item(key, 1, order().beginRepair(key));
    }

    private static KeyOrder order() {
        return new KeyOrder(
                new DirtyKeys(1 << 20, System::nanoTime, key -> {}),
                new SlotStates(SlotStates.State.SYNCED),
                new NoLanes());
    }

    private static boolean canRead(Pair pair) throws IOException {
        pair.primary().run(List.of("SET probe v"));
        Object payload = pair.primary().connection().call("DUMP", "probe");
        Object reply = pair.secondary()
                .connection()
                .call(Script.bytes("RESTORE"), Script.bytes("probe"), Script.bytes("0"), (byte[])
                        Objects.requireNonNull(payload));
        pair.primary().run(List.of("DEL probe"));
        pair.secondary().run(List.of("DEL probe"));
        return !(reply instanceof RespError);
    }

    private static StateCopy copier(Pair pair, Fallback fallback, Links from, Links to) throws IOException {
        return new StateCopy(
                new LaneSide(topology(pair.primary()), from, () -> {}),
                new LaneSide(topology(pair.secondary()), to, () -> {}),
                System::nanoTime,
                bytes -> {},
                fallback,
                new Lifetimes(System::nanoTime, new KnownEnds(System::nanoTime)));
    }

    private static Topology topology(Side side) throws IOException {
        Topology topology = Topologies.of(side.target(), side.connector());
        topology.refresh();
        return topology;
    }
}
