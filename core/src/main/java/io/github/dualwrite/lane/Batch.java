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

/** The effects that a lane sends together, the first ones of its ring, and what became of each. Belongs to the lane's thread. */
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

    /** What becomes of few effects. */
    private static final class Trouble {
        @Nullable
        Node redirect;

        boolean asking;

        @Nullable
        ConnectionId lost;

        @Nullable
        List<Node> redirectedBy;
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EffectRing ring;
    private final State[] states;
    private final @Nullable Pipeline[] pipelines;
    private final @Nullable List<Step>[] sent;
    private final @Nullable Trouble[] troubles;
    private final long maxBytes;
    private long first;
    private int size;
    private long bytes;

    Batch(EffectRing ring, int capacity, long maxBytes) {
        this.ring = ring;
        this.states = new State[capacity];
        this.pipelines = new @Nullable Pipeline[capacity];
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists cannot be made otherwise
        @Nullable
        List<Step>[] none = new List[capacity];
        this.sent = none;
        this.troubles = new @Nullable Trouble[capacity];
        this.maxBytes = maxBytes;
    }

    /** Takes what the ring has, from its first effect on, and as many as there is room for. What was taken before has to be released. */
    void take() {
        first = ring.released();
        size = 0;
        bytes = 0;
        long filled = ring.filled();
        while (!isFull() && first + size < filled && ring.isThere(first + size)) {
            states[size] = State.WAITING;
            bytes += ring.bytes(first + size);
            size++;
        }
    }

    /** Releases all that was taken. */
    void release() {
        Arrays.fill(pipelines, 0, size, null);
        Arrays.fill(sent, 0, size, null);
        Arrays.fill(troubles, 0, size, null);
        int taken = size;
        size = 0;
        ring.release(taken);
    }

    boolean isFull() {
        return size == states.length || bytes >= maxBytes;
    }

    int size() {
        return size;
    }

    /** What all of it is reckoned to hold, in bytes. */
    long bytes() {
        return bytes;
    }

    /** What the effect is reckoned to hold, in bytes. */
    long bytes(int i) {
        return ring.bytes(first + i);
    }

    Effect effect(int i) {
        return ring.effect(first + i);
    }

    /** The keys that the effect writes. */
    Keys keys(int i) {
        return ring.keys(first + i);
    }

    /** Keys that an effect only reads. */
    static Keys sources(Effect effect) {
        return Keys.of(effect.sources());
    }

    long stamp(int i) {
        return ring.stamp(first + i);
    }

    int slot(int i) {
        return ring.slot(first + i);
    }

    /** The length of the effect's command among {@link #packed}, or 0 if it is not packed. */
    int packedLength(int i) {
        return ring.packedLength(first + i);
    }

    byte[] packed() {
        return ring.packed();
    }

    /** Where a packed effect lies. */
    int place(int i) {
        return ring.place(first + i);
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
        Trouble trouble = troubles[i];
        return trouble == null ? null : trouble.redirect;
    }

    boolean asking(int i) {
        Trouble trouble = troubles[i];
        return trouble != null && trouble.asking;
    }

    /** On its way, as it is packed. */
    void sentTo(int i, Pipeline pipeline) {
        states[i] = State.SENT;
        pipelines[i] = pipeline;
    }

    /** These steps are on their way, to be compared with the replies. */
    void sentTo(int i, Pipeline pipeline, List<Step> steps) {
        sentTo(i, pipeline);
        sent[i] = steps;
    }

    /** Where it was last sent, or {@code null}. */
    @Nullable
    Pipeline pipeline(int i) {
        return pipelines[i];
    }

    /** The steps that were sent last; {@code null} if it was sent as it is packed. */
    @Nullable
    List<Step> sent(int i) {
        return sent[i];
    }

    /** Whether it was sent as it is packed. */
    boolean isAsPacked(int i) {
        return sent[i] == null && pipelines[i] != null;
    }

    private Trouble trouble(int i) {
        Trouble trouble = troubles[i];
        if (trouble == null) {
            trouble = new Trouble();
            troubles[i] = trouble;
        }
        return trouble;
    }

    /** Nodes that it was sent to before and that did not execute it; {@code null} if there are none. */
    @Nullable
    List<Node> redirectedBy(int i) {
        Trouble trouble = troubles[i];
        return trouble == null ? null : trouble.redirectedBy;
    }

    /** Sent over {@code broken}, or partly so, and no reply will come: it may be applied, now or later. */
    void noReply(int i, NodeConnection broken) {
        states[i] = State.DOUBTFUL;
        trouble(i).lost = broken.id();
    }

    /** The broken connection that it may still come over, or {@code null} if it cannot. */
    @Nullable
    ConnectionId lost(int i) {
        Trouble trouble = troubles[i];
        return trouble == null ? null : trouble.lost;
    }

    /** Nobody knows how far the batch got: connections that owe replies are of no more use. */
    void abandon() {
        for (int i = 0; i < size; i++) {
            Pipeline pipeline = pipelines[i];
            if (states[i] == State.SENT && pipeline != null) {
                pipeline.connection().close();
                noReply(i, pipeline.connection());
            } else {
                states[i] = State.DOUBTFUL;
            }
        }
    }

    /** The steps as they have to be sent at the effect's present age. The clock is asked only if one depends on it, which few do. */
    List<Step> aged(int i, LongSupplier nanoTime) {
        List<Step> steps = effect(i).steps();
        for (Step step : steps) {
            if (step.ttlIndex() >= 0) {
                long ageMillis = (nanoTime.getAsLong() - stamp(i)) / NANOS_PER_MILLI;
                return steps.stream().map(each -> each.aged(ageMillis)).toList();
            }
        }
        return steps;
    }

    /** To be sent again, to {@code node} if one was named. */
    void again(int i, @Nullable Node node, boolean ask) {
        states[i] = State.AGAIN;
        Trouble trouble = trouble(i);
        Pipeline refused = pipelines[i];
        if (refused != null) {
            List<Node> nodes = trouble.redirectedBy;
            if (nodes == null) {
                nodes = new ArrayList<>();
                trouble.redirectedBy = nodes;
            }
            nodes.remove(refused.connection().node());
            nodes.add(refused.connection().node());
        }
        trouble.redirect = node;
        trouble.asking = ask;
    }

    /** Whether it may go as it is packed: not if it is sent again. */
    boolean isUntroubled(int i) {
        return troubles[i] == null;
    }
}
