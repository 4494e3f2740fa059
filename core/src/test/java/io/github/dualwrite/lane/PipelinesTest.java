package io.github.dualwrite.lane;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.event.EventLog;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.NodeStates;
import io.github.dualwrite.net.ServerIdentity;
import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Where effects go when connections and slots change beneath a lane. */
class PipelinesTest {

    private static final Node ONE = new Node("one", 1);
    private static final Node TWO = new Node("two", 2);

    private final NodeStates states = new NodeStates("secondary", new EventLog("secondary", Clock.systemUTC()));
    private final ChangingTopology topology = new ChangingTopology(SlotMap.single(ONE));
    private final Pipelines pipelines =
            new Pipelines(new LaneSide(topology, new Links(Peer::new, states), () -> {}), Teller.NONE);

    @Test
    void oneRoundUsesOneConnection() {
        pipelines.begin();
        assertThat(pipelines.toOwner(7))
                .isNotNull()
                .isSameAs(pipelines.toOwner(8))
                .isSameAs(pipelines.to(ONE));
    }

    /** Otherwise nobody is told of it, and its keys stay open for ever. */
    @Test
    void whatWasConfirmedOverABrokenConnectionIsNotForgotten() {
        pipelines.begin();
        Pipeline before = requireNonNull(pipelines.toOwner(7));
        before.connection().close();
        Pipeline after = requireNonNull(pipelines.toOwner(7));
        assertThat(after.connection()).isNotSameAs(before.connection());
        assertThat(after.confirmed()).isSameAs(before.confirmed());
    }

    @Test
    void theNextRoundFollowsASlot() {
        pipelines.begin();
        assertThat(requireNonNull(pipelines.toOwner(7)).connection().node()).isEqualTo(ONE);
        topology.map = SlotMap.single(TWO);
        pipelines.begin();
        assertThat(requireNonNull(pipelines.toOwner(7)).connection().node()).isEqualTo(TWO);
    }

    @Test
    void whatCannotBeReachedHasNone() {
        topology.map = new SlotMap(new Node[SlotMap.SLOTS]);
        pipelines.begin();
        assertThat(pipelines.toOwner(7)).isNull();
        states.down(TWO, "refused");
        assertThat(pipelines.to(TWO)).isNull();
    }

    @Test
    void aConnectionThatDoesNotTakeWhatIsSentIsBroken() {
        pipelines.begin();
        Peer peer = (Peer) requireNonNull(pipelines.toOwner(7)).connection();
        peer.takesNothing = true;
        pipelines.flush();
        assertThat(states.isDown(ONE)).isTrue();
        assertThat(peer.isBroken()).isTrue();
    }

    /** Breaks when the test says so. */
    private static final class Peer implements NodeConnection {
        private final Node node;
        private boolean broken;
        boolean takesNothing;

        Peer(Node node) {
            this.node = node;
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public void send(byte[]... words) {}

        @Override
        public void sendEncoded(byte[] bytes, int from, int length) {}

        @Override
        public void flush() throws IOException {
            if (takesNothing) {
                throw new IOException("takes nothing");
            }
        }

        @Override
        public Object receive() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean receives(byte[] bytes, int from, int length) {
            return false;
        }

        @Override
        public Object call(String... words) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerIdentity server() {
            return new ServerIdentity("memory", 8, 0, 0, "memory");
        }

        @Override
        public long clientId() {
            return 1;
        }

        @Override
        public boolean isBroken() {
            return broken;
        }

        @Override
        public void close() {
            broken = true;
        }
    }
}
