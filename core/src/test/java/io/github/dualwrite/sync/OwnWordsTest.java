package io.github.dualwrite.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What real nodes say of themselves while their slots stay, are on their way, and have moved. */
class OwnWordsTest {

    private static final int SLOT = 7;

    private static LocalCluster cluster;
    private static List<NodeConnection> connections;

    @BeforeAll
    static void start() throws IOException {
        cluster = LocalCluster.builder().name("words").primaries(2).start();
        TargetConnector connector = new TargetConnector(Target.cluster("words", cluster.seeds()));
        connections = new ArrayList<>();
        for (LocalNode node : cluster.primaries()) {
            connections.add(connector.connect(new Node(node.host(), node.port())));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (NodeConnection connection : connections) {
            connection.close();
        }
        cluster.close();
    }

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, 16_384);
        return all;
    }

    @Test
    void theNodesShareTheSlotsAndSayTheSameAgain() throws IOException {
        OwnWords words = OwnWords.of(connections);
        assertThat(words).isNotNull();
        assertThat(words.cover(all())).isTrue();
        BitSet owned = new BitSet();
        for (NodeConnection connection : connections) {
            BitSet part = words.ownedBy(connection.node(), all());
            assertThat(part.intersects(owned)).isFalse();
            assertThat(part.cardinality()).isEqualTo(8_192);
            owned.or(part);
        }
        assertThat(words.sameAs(OwnWords.of(connections))).isTrue();
    }

    /** Who does not look for slots on their way takes the first of these words for good. */
    @Test
    void aSlotOnItsWayAtOneNodeIsSeen() throws IOException {
        LocalNode from = cluster.primaryOf(SLOT);
        LocalNode to = other(from);
        for (String[] step :
                new String[][] {{"IMPORTING", from.text("CLUSTER", "MYID")}, {"MIGRATING", to.text("CLUSTER", "MYID")}
                }) {
            LocalNode at = step[0].equals("IMPORTING") ? to : from;
            at.command("CLUSTER", "SETSLOT", Integer.toString(SLOT), step[0], step[1]);
            assertThat(OwnWords.of(connections)).as(step[0]).isNull();
            at.command("CLUSTER", "SETSLOT", Integer.toString(SLOT), "STABLE");
            assertThat(OwnWords.of(connections)).isNotNull();
        }
    }

    /** Who compares slots and not epochs takes these for the same. */
    @Test
    void aSlotThatWentAndCameBackIsSeen() throws IOException {
        OwnWords before = OwnWords.of(connections);
        assertThat(before).isNotNull();
        LocalNode from = cluster.primaryOf(SLOT);
        LocalNode to = other(from);
        cluster.moveSlots(SLOT, SLOT, from, to);
        assertThat(before.sameAs(OwnWords.of(connections))).isFalse();
        cluster.moveSlots(SLOT, SLOT, to, from);
        OwnWords after = OwnWords.of(connections);
        assertThat(after).isNotNull();
        assertThat(after.cover(all())).isTrue();
        assertThat(before.sameAs(after)).isFalse();
    }

    @Test
    void slotsOfANodeThatWasNotAskedAreNotCovered() throws IOException {
        OwnWords of = OwnWords.of(connections.subList(0, 1));
        assertThat(of).isNotNull();
        assertThat(of.cover(all())).isFalse();
    }

    private static LocalNode other(LocalNode node) {
        return cluster.primaries().stream()
                .filter(each -> each.port() != node.port())
                .findFirst()
                .orElseThrow();
    }
}
