package io.github.dualwrite.fleet;

import io.github.dualwrite.capability.Capability;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ServerIdentity;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.Peers;
import io.github.dualwrite.resp.RespError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that write to one secondary, heard over a channel on each of its primary nodes. Each node has one order of its own for what it confirms,
 * so a node that is away puts only its own slots in doubt. Lanes tell; a thread per node listens; one more keeps the subscriptions in step with the
 * slot map.
 *
 * <p>Where publish and subscribe are forbidden, processes do not hear each other: it says so once, and the audit has to find what they do.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    private static final long LOOK_NANOS = 50_000_000;

    /** A frame waits so long for more to tell, times the processes that will have to read it, so that reading stays cheap in a large fleet. */
    private static final long LINGER_NANOS = 4_000_000;

    private static final int MOST_LINGERS = 10;

    /** While nobody else listens, a frame does nothing but come back. */
    private static final int LINGERS_ALONE = 5;

    private static final long MOST_BETWEEN_SIGNS_OF_LIFE = 500_000_000;

    private final ClusterView view;
    private final String channel;
    private final OpenOperations operations;
    private final Runnable onForbidden;
    private final KnownEnds knownEnds;
    private final LongSupplier nanoTime;
    private final long betweenSignsOfLife;
    private final long process = ThreadLocalRandom.current().nextLong() << Frame.LINE_BITS;
    private final Map<Node, Heard> heard = new ConcurrentHashMap<>();
    private final Map<Node, Subscription> subscriptions = new HashMap<>(); // caretaker thread only
    private final Thread caretaker;
    private final AtomicBoolean forbidden = new AtomicBoolean();
    private final LongAdder framesTold = new LongAdder();
    private final LongAdder hashesTold = new LongAdder();
    private final LongAdder framesAlone = new LongAdder();
    private final LongAdder framesHeard = new LongAdder();
    private volatile boolean allAreHeard;
    private volatile boolean stopping;

    /** A node that is listened to: its session, and how to tell on it. */
    static final class Heard {
        private final Fleet fleet;
        private final Session session;
        private final NodeConnection subscription;
        private final Channel channel;
        private volatile long lingerNanos = LINGER_NANOS;

        Heard(Fleet fleet, NodeConnection subscription, Channel channel) {
            this.fleet = fleet;
            this.session =
                    new Session(fleet.process, fleet.operations, fleet.knownEnds, fleet.nanoTime, fleet.framesHeard);
            this.subscription = subscription;
            this.channel = channel;
        }

        Session session() {
            return session;
        }

        byte[] publish() {
            return channel.publish();
        }

        byte[] channel() {
            return channel.name();
        }

        /** Whether {@code server} is the one that is listened to, as far as servers tell. */
        boolean isOn(ServerIdentity server) {
            String mine = subscription.server().runId();
            return mine.isEmpty() || server.runId().isEmpty() || mine.equals(server.runId());
        }

        long lingerNanos() {
            return lingerNanos;
        }

        /** Whether the reply to a frame says that it was told. */
        boolean wasTold(@Nullable Object reply, int hashes) {
            if (reply instanceof RespError error) {
                if (error.code().equals("NOPERM")) {
                    fleet.forbid(error.message());
                }
                subscription.close(); // the listener notices, and agrees on a channel anew
                return false;
            }
            if (reply instanceof Long listeners) {
                lingerNanos = LINGER_NANOS * (listeners <= 1 ? LINGERS_ALONE : Math.min(MOST_LINGERS, listeners));
            }
            fleet.framesTold.increment();
            fleet.hashesTold.add(hashes);
            return true;
        }
    }

    /**
     * @param channel what the channels' names start with
     * @param commandTimeoutNanos after which a silent connection is broken
     * @param mark marks a key from outside of any write
     * @param onForbidden told once if the secondary does not let its users publish or subscribe
     * @param knownEnds told when others have, or may have, written
     */
    public Fleet(
            ClusterView view,
            String channel,
            long commandTimeoutNanos,
            Consumer<Key> mark,
            Runnable onForbidden,
            KnownEnds knownEnds,
            LongSupplier nanoTime) {
        this.view = view;
        this.channel = channel;
        this.operations = new OpenOperations(mark, this::isHeard);
        this.onForbidden = onForbidden;
        this.knownEnds = knownEnds;
        this.nanoTime = nanoTime;
        this.betweenSignsOfLife = Math.min(MOST_BETWEEN_SIGNS_OF_LIFE, commandTimeoutNanos / 4);
        this.caretaker = new Thread(this::keep, "dualwrite-fleet-" + view.name());
        this.caretaker.setDaemon(true);
    }

    /** What the order has to tell of operations, and to ask. */
    public Peers peers() {
        return operations;
    }

    /** Tells what one lane has done. */
    public Teller teller() {
        return new Teller(this);
    }

    /** Starts listening. Until a node can be reached, writes of its slots are marked. */
    public void start() {
        view.topology().beforeChange(this::moved);
        caretaker.start();
    }

    /** Whether no operation is open. */
    public boolean isQuiet() {
        return operations.size() == 0;
    }

    /** How it is going. */
    public FleetStatus status() {
        return new FleetStatus(
                !forbidden.get(),
                allAreHeard && !forbidden.get(),
                heard.size(),
                framesTold.sum(),
                hashesTold.sum(),
                framesAlone.sum(),
                framesHeard.sum(),
                operations.overlaps(),
                operations.size());
    }

    private boolean isHeard(int slot) {
        if (allAreHeard || forbidden.get()) {
            return true;
        }
        Node owner = view.topology().map().owner(slot);
        return owner != null && heard.containsKey(owner);
    }

    /** Before anybody can see the new map: what is open in slots that have moved is in doubt. */
    private void moved(SlotMap before, SlotMap after) {
        allAreHeard = false;
        boolean[] moved = new boolean[SlotMap.SLOTS];
        boolean any = false;
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            Node owner = before.owner(slot);
            moved[slot] = owner != null && !owner.equals(after.owner(slot));
            any |= moved[slot];
        }
        if (any) {
            operations.doubt(key -> moved[key.slot()]);
        }
    }

    OpenOperations operations() {
        return operations;
    }

    /** {@code null} if the node is not listened to. */
    @Nullable
    Heard heard(Node node) {
        return heard.get(node);
    }

    void untold(int hash) {
        if (forbidden.get()) {
            operations.echoed(hash); // nothing will be known of others, so nothing can be waited for
        } else {
            operations.untold(hash);
        }
    }

    void toldAlone() {
        framesAlone.increment();
    }

    void begin(Node node, Heard now) {
        heard.put(node, now);
        now.session().begin();
        log.info("{}: frames of other processes are heard on {}", view.name(), node);
        view.events().good("frames of other processes are heard on " + node);
        look();
    }

    void end(Node node, Heard was, boolean wanted) {
        allAreHeard = false;
        heard.remove(node, was);
        was.session().end();
        if (!wanted && !stopping && !forbidden.get()) {
            view.events().bad("frames of other processes are not heard on " + node + "; what is open there is marked");
            log.warn(
                    "{}: frames of other processes are not heard on {}; what is open there is marked",
                    view.name(),
                    node);
        }
        look();
    }

    void forbid(String answer) {
        if (forbidden.compareAndSet(false, true)) {
            knownEnds.neverAlone();
            view.capabilities().refuse(Capability.PUBLISH, answer);
            view.events().bad("publish and subscribe are forbidden: every written key is audited instead");
            log.warn(
                    "{}: publish and subscribe are forbidden ({}): other processes that write the same keys are not heard;"
                            + " every written key is audited instead",
                    view.name(),
                    answer);
            onForbidden.run();
            look();
        }
    }

    private void look() {
        LockSupport.unpark(caretaker);
    }

    private void keep() {
        long signAt = nanoTime.getAsLong();
        while (!stopping && !forbidden.get()) {
            SlotMap map = view.topology().map();
            follow(map.primaries());
            allAreHeard = isEveryOneHeard(map);
            if (nanoTime.getAsLong() - signAt >= betweenSignsOfLife) {
                subscriptions.values().forEach(Subscription::ping);
                signAt = nanoTime.getAsLong();
            }
            LockSupport.parkNanos(Math.min(LOOK_NANOS, betweenSignsOfLife / 2));
        }
        follow(List.of());
    }

    /** Saves looking per write. May be wrong for a moment when the map changes: then what ends unheard is marked when it ends. */
    private boolean isEveryOneHeard(SlotMap map) {
        return !map.primaries().isEmpty() && heard.keySet().containsAll(map.primaries());
    }

    private void follow(List<Node> primaries) {
        for (Node gone : new ArrayList<>(subscriptions.keySet())) {
            if (!primaries.contains(gone)) {
                Subscription ended = subscriptions.remove(gone);
                if (ended != null) {
                    ended.stop();
                }
            }
        }
        for (Node node : primaries) {
            if (!subscriptions.containsKey(node)) {
                Subscription fresh = new Subscription(this, view, channel, node);
                subscriptions.put(node, fresh);
                fresh.start();
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        look();
    }
}
