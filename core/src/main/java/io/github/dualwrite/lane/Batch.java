package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.order.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The effects that a lane sends together, in order, and what became of each. Belongs to the lane's thread. */
final class Batch {

    /** What became of an effect. */
    enum State {
        /** Not sent yet. */
        WAITING,
        /** Sent, no reply yet. */
        SENT,
        /** Redirected or refused for a moment: to be sent again, in order. */
        AGAIN,
        /** The secondary answered as expected. */
        APPLIED,
        /** It cannot be shown to have been applied: its keys become dirty. */
        DOUBTFUL
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Effect[] effects;
    private final Keys[] keys;
    private final long[] stamps;
    private final int[] slots;
    private final long[] sizes;
    private final State[] states;
    private final @Nullable Node[] redirects;
    private final @Nullable NodeConnection[] connections;
    private final @Nullable ConnectionId[] lost;
    private final boolean[] asking;
    private final @Nullable List<Node>[] redirectedBy;
    private final List<Step>[] sent;
    private final long maxBytes;
    private int size;
    private long bytes;

    Batch(int capacity, long maxBytes) {
        this.effects = new Effect[capacity];
        this.stamps = new long[capacity];
        this.slots = new int[capacity];
        this.sizes = new long[capacity];
        this.states = new State[capacity];
        this.redirects = new @Nullable Node[capacity];
        this.connections = new @Nullable NodeConnection[capacity];
        this.lost = new @Nullable ConnectionId[capacity];
        this.asking = new boolean[capacity];
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists cannot be made otherwise
        List<Step>[] none = new List[capacity];
        this.sent = none;
        this.keys = new Keys[capacity];
        @SuppressWarnings({"unchecked", "rawtypes"})
        @Nullable
        List<Node>[] nobody = new List[capacity];
        this.redirectedBy = nobody;
        this.maxBytes = maxBytes;
    }

    void clear() {
        Arrays.fill(effects, 0, size, null);
        Arrays.fill(keys, 0, size, null);
        Arrays.fill(connections, 0, size, null);
        Arrays.fill(sent, 0, size, null);
        size = 0;
        bytes = 0;
    }

    boolean isFull() {
        return size == effects.length || bytes >= maxBytes;
    }

    void add(Effect effect, Keys written, long stamp) {
        effects[size] = effect;
        keys[size] = written;
        stamps[size] = stamp;
        slots[size] = written.get(0).slot();
        states[size] = State.WAITING;
        redirects[size] = null;
        lost[size] = null;
        asking[size] = false;
        redirectedBy[size] = null;
        sizes[size] = EffectSize.of(effect);
        bytes += sizes[size];
        size++;
    }

    int size() {
        return size;
    }

    /** What the effect is reckoned to hold, in bytes. */
    long size(int i) {
        return sizes[i];
    }

    Effect effect(int i) {
        return effects[i];
    }

    /** The keys that the effect writes. */
    Keys keys(int i) {
        return keys[i];
    }

    /** Keys that an effect only reads. */
    static Keys sources(Effect effect) {
        return Keys.of(effect.sources());
    }

    long stamp(int i) {
        return stamps[i];
    }

    int slot(int i) {
        return slots[i];
    }

    State state(int i) {
        return states[i];
    }

    void state(int i, State state) {
        states[i] = state;
    }

    /** The node that the last reply named, or {@code null}. */
    @Nullable
    Node redirect(int i) {
        return redirects[i];
    }

    boolean asking(int i) {
        return asking[i];
    }

    /** On its way over {@code connection}. */
    void sentTo(int i, NodeConnection connection) {
        states[i] = State.SENT;
        connections[i] = connection;
    }

    /** The connection it was last sent over, or {@code null}. */
    @Nullable
    NodeConnection connection(int i) {
        return connections[i];
    }

    /** Nodes that it was sent to before and that did not execute it; {@code null} if there are none. */
    @Nullable
    List<Node> redirectedBy(int i) {
        return redirectedBy[i];
    }

    /** Sent over {@code broken}, or partly so, and no reply will come: it may be applied, now or later. */
    void noReply(int i, NodeConnection broken) {
        states[i] = State.DOUBTFUL;
        lost[i] = broken.id();
    }

    /** The broken connection that it may still come over, or {@code null} if it cannot. */
    @Nullable
    ConnectionId lost(int i) {
        return lost[i];
    }

    /** Nobody knows how far the batch got: connections that owe replies are of no more use. */
    void abandon() {
        for (int i = 0; i < size; i++) {
            NodeConnection connection = connections[i];
            if (states[i] == State.SENT && connection != null) {
                connection.close();
                noReply(i, connection);
            } else {
                states[i] = State.DOUBTFUL;
            }
        }
    }

    /** The steps as they have to be sent at the effect's present age. The clock is asked only if one depends on it, which few do. */
    List<Step> aged(int i, LongSupplier nanoTime) {
        List<Step> steps = effects[i].steps();
        for (Step step : steps) {
            if (step.ttlIndex() >= 0) {
                long ageMillis = (nanoTime.getAsLong() - stamps[i]) / NANOS_PER_MILLI;
                return steps.stream().map(each -> each.aged(ageMillis)).toList();
            }
        }
        return steps;
    }

    /** These steps are on their way, to be compared with the replies. */
    void sent(int i, List<Step> steps) {
        sent[i] = steps;
    }

    /** The steps that were sent last. */
    List<Step> sent(int i) {
        return sent[i];
    }

    /** To be sent again, to {@code node} if one was named. */
    void again(int i, @Nullable Node node, boolean ask) {
        states[i] = State.AGAIN;
        NodeConnection refused = connections[i];
        if (refused != null) {
            List<Node> nodes = redirectedBy[i];
            if (nodes == null) {
                nodes = new ArrayList<>();
                redirectedBy[i] = nodes;
            }
            nodes.remove(refused.node());
            nodes.add(refused.node());
        }
        redirects[i] = node;
        asking[i] = ask;
    }
}
