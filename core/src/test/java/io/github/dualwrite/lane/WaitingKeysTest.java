package io.github.dualwrite.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.event.EventLog;
import io.github.dualwrite.net.Connector;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeStates;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of nodes that do not answer are looked at once, and again when something about the nodes has changed. */
class WaitingKeysTest {

    private static final Node LEFT = new Node("left", 1);
    private static final Node RIGHT = new Node("right", 2);
    private static final Node OTHER = new Node("other", 3);

    private final NodeStates primaryStates = states();
    private final NodeStates secondaryStates = states();
    private final ChangingTopology primary = new ChangingTopology(SlotMap.single(OTHER));
    private final ChangingTopology secondary = new ChangingTopology(split(LEFT, RIGHT));
    private final WaitingKeys waiting = new WaitingKeys(
            new LaneSide(primary, links(primaryStates), () -> {}),
            new LaneSide(secondary, links(secondaryStates), () -> {}));
    private final Key left = keyOf(LEFT);
    private final Key right = keyOf(RIGHT);

    @Test
    void aKeyWhoseNodeIsDownIsNotLookedAtAgain() {
        secondaryStates.down(LEFT, "refused");
        waiting.add(left);
        waiting.add(right);

        assertThat(taken()).containsExactly(right);
        assertThat(taken()).isEmpty();
        assertThat(waiting.poll()).isNull();
        assertThat(waiting.isEmpty()).isFalse();
    }

    @Test
    void itIsTakenOnceTheNodeAnswers() {
        secondaryStates.down(LEFT, "refused");
        waiting.add(left);
        assertThat(taken()).isEmpty();

        secondaryStates.up(LEFT);

        assertThat(taken()).containsExactly(left);
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void itIsTakenOnceThePrimarysNodeAnswers() {
        primaryStates.down(OTHER, "refused");
        waiting.add(left);
        assertThat(taken()).isEmpty();

        primaryStates.up(OTHER);

        assertThat(taken()).containsExactly(left);
    }

    @Test
    void itIsTakenOnceAnotherNodeOwnsItsSlot() {
        secondaryStates.down(LEFT, "refused");
        waiting.add(left);
        assertThat(taken()).isEmpty();

        secondary.map = split(RIGHT, RIGHT);

        assertThat(taken()).containsExactly(left);
    }

    @Test
    void aChangeElsewhereLaysItApartAgain() {
        secondaryStates.down(LEFT, "refused");
        secondaryStates.down(RIGHT, "refused");
        waiting.add(left);
        waiting.add(right);
        assertThat(taken()).isEmpty();

        secondaryStates.up(RIGHT);

        assertThat(taken()).containsExactly(right);
        assertThat(waiting.isEmpty()).isFalse();
        secondaryStates.up(LEFT);
        assertThat(taken()).containsExactly(left);
    }

    @Test
    void aNodeThatAnswersWhileItsKeysAreLookedAtIsNotMissed() {
        secondaryStates.down(LEFT, "refused");
        waiting.add(left);
        waiting.look();
        Key key = waiting.poll();
        assertThat(key).isEqualTo(left);
        assertThat(waiting.layApartIfAway(left)).isTrue();

        secondaryStates.up(LEFT);

        assertThat(taken()).containsExactly(left);
    }

    private List<Key> taken() {
        List<Key> taken = new ArrayList<>();
        waiting.look();
        for (Key key = waiting.poll(); key != null; key = waiting.poll()) {
            if (!waiting.layApartIfAway(key)) {
                taken.add(key);
            }
        }
        return taken;
    }

    private static NodeStates states() {
        return new NodeStates("target", new EventLog("target", Clock.systemUTC()));
    }

    private static Links links(NodeStates states) {
        Connector nobody = node -> {
            throw new IOException("nobody is asked here");
        };
        return new Links(nobody, states);
    }

    private static SlotMap split(Node lower, Node upper) {
        Node[] owners = new Node[SlotMap.SLOTS];
        Arrays.fill(owners, 0, SlotMap.SLOTS / 2, lower);
        Arrays.fill(owners, SlotMap.SLOTS / 2, SlotMap.SLOTS, upper);
        return new SlotMap(owners);
    }

    private Key keyOf(Node node) {
        for (int i = 0; ; i++) {
            Key key = new Key(("key" + i).getBytes(UTF_8));
            if (node.equals(secondary.map().owner(key.slot()))) {
                return key;
            }
        }
    }
}
