package io.github.dualwrite.fleet;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Peers;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that write to one secondary, heard over a channel of that secondary. One node carries all frames, the owner of the channel name's
 * slot, so that all processes hear them in one order; one thread listens, one tells. When the subscription breaks or moves, what is open is in
 * doubt until frames are heard again.
 *
 * <p>Where publish and subscribe are forbidden, processes do not hear each other: it says so once, and the audit has to find what they do.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    private static final long LINGER_NANOS = 500_000;
    private static final long SIGN_OF_LIFE_NANOS = 250_000_000;
    private static final long RETRY_NANOS = 20_000_000;

    private final ClusterView view;
    private final byte[] channel;
    private final int slot;
    private final OpenOperations operations;
    private final Runnable onForbidden;
    private final LongSupplier nanoTime;
    private final Thread listener;
    private final Thread teller;
    private final LongAdder framesTold = new LongAdder();
    private final LongAdder hashesTold = new LongAdder();
    private final LongAdder framesHeard = new LongAdder();
    private volatile @Nullable Session session;
    private volatile boolean forbidden;
    private volatile boolean stopping;
    private volatile boolean tellerRests;

    /** One subscription, and the frames told while it lasts that have not come back. */
    private static final class Session {
        final NodeConnection subscription;
        /** Of this session alone: what an earlier one told is given up, and counts as another's should it come after all. */
        final long sender = ThreadLocalRandom.current().nextLong();

        final long server;
        final ConcurrentLinkedQueue<long[]> unheard = new ConcurrentLinkedQueue<>();

        Session(NodeConnection subscription) {
            this.subscription = subscription;
            this.server = hash(subscription.server().runId());
        }
    }

    /**
     * @param channel the channel's name
     * @param mark marks a key from outside of any write
     * @param onForbidden told once if the secondary does not let its users publish or subscribe
     */
    public Fleet(ClusterView view, String channel, Consumer<Key> mark, Runnable onForbidden, LongSupplier nanoTime) {
        this.view = view;
        this.channel = channel.getBytes(StandardCharsets.UTF_8);
        this.slot = Slots.of(this.channel);
        this.operations = new OpenOperations(mark, this::wakeTeller);
        this.onForbidden = onForbidden;
        this.nanoTime = nanoTime;
        this.listener = new Thread(this::listen, "dualwrite-fleet-" + view.name());
        this.listener.setDaemon(true);
        this.teller = new Thread(this::tell, "dualwrite-frames-" + view.name());
        this.teller.setDaemon(true);
    }

    /** What the order has to tell of operations, and to ask. */
    public Peers peers() {
        return operations;
    }

    /** Starts listening. Until the secondary can be reached, writes are marked. */
    public void start() {
        listener.start();
        teller.start();
    }

    /** How it is going. */
    public FleetStatus status() {
        return new FleetStatus(
                !forbidden,
                operations.areHeard(),
                framesTold.sum(),
                hashesTold.sum(),
                framesHeard.sum(),
                operations.overlaps(),
                operations.size());
    }

    private void listen() {
        while (!stopping && !forbidden) {
            Node node = view.topology().map().owner(slot);
            if (node != null && !view.states().isDown(node)) {
                try (NodeConnection connection = view.connector().connect(node)) {
                    listenTo(connection);
                } catch (IOException e) {
                    log.debug("{}: frames are not heard: {}", view.name(), e.getMessage());
                } catch (RuntimeException e) {
                    log.error("{}: frames are not heard", view.name(), e);
                } finally {
                    endSession();
                }
            }
            if (!stopping && !forbidden) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
        if (forbidden) {
            operations.listening(); // nothing more will be known of others, so nothing can be waited for
            onForbidden.run();
        }
    }

    private void listenTo(NodeConnection connection) throws IOException {
        Object reply = connection.call(ascii("SUBSCRIBE"), channel);
        if (reply instanceof RespError error) {
            if (error.code().equals("NOPERM") || error.message().contains("unknown command")) {
                forbid(error.message());
                return;
            }
            throw new IOException(error.message());
        }
        Session mine = new Session(connection);
        session = mine;
        operations.listening();
        log.info("{}: frames of other processes are heard on {}", view.name(), connection.node());
        while (!stopping && isStillOwner(connection)) {
            if (connection.receive() instanceof List<?> push
                    && push.size() == 3
                    && push.get(2) instanceof byte[] payload) {
                Frame frame = Frame.of(payload);
                if (frame != null) {
                    heard(mine, frame);
                }
            }
        }
    }

    private boolean isStillOwner(NodeConnection connection) {
        Node owner = view.topology().map().owner(slot);
        return owner == null || owner.equals(connection.node());
    }

    private void heard(Session mine, Frame frame) throws IOException {
        framesHeard.increment();
        if (frame.sender() == mine.sender) {
            if (frame.hashes().length > 0) {
                mine.unheard.poll();
            }
            operations.heardOwn(frame.hashes());
        } else {
            operations.heardOther(frame.hashes());
        }
        if (frame.server() != mine.server && frame.server() != 0 && mine.server != 0) {
            view.refreshSoon(); // somebody tells on another server: there is no common order until all agree on one
            throw new IOException("a frame was told on another server than is listened to");
        }
    }

    private void endSession() {
        Session ended = session;
        if (ended == null) {
            return;
        }
        session = null;
        synchronized (ended) { // no frame of this session is told any more
            operations.deaf(new ArrayList<>(ended.unheard));
        }
        if (!stopping) {
            log.warn("{}: frames of other processes are not heard; what is open is marked", view.name());
        }
    }

    private void forbid(String answer) {
        forbidden = true;
        log.warn(
                "{}: publish and subscribe are forbidden ({}): other processes that write the same keys are not heard;"
                        + " every written key is audited instead",
                view.name(),
                answer);
    }

    private void wakeTeller() {
        if (tellerRests) {
            LockSupport.unpark(teller);
        }
    }

    private void tell() {
        long toldAt = nanoTime.getAsLong();
        while (!stopping) {
            Session now = session;
            if (now == null) {
                if (forbidden) {
                    operations.heardOwn(operations.take(Frame.MOST));
                }
                rest(SIGN_OF_LIFE_NANOS / 10);
                continue;
            }
            try (NodeConnection connection = view.connector().connect(now.subscription.node())) {
                while (!stopping && session == now) {
                    boolean signOfLife = nanoTime.getAsLong() - toldAt > SIGN_OF_LIFE_NANOS;
                    if (operations.hasSomethingToTell() || signOfLife) {
                        publish(now, connection);
                        toldAt = nanoTime.getAsLong();
                        LockSupport.parkNanos(LINGER_NANOS);
                    } else {
                        rest(SIGN_OF_LIFE_NANOS / 2);
                    }
                }
            } catch (IOException e) {
                log.debug("{}: frames cannot be told: {}", view.name(), e.getMessage());
                now.subscription.close(); // the listener notices, and what is open is marked
                rest(RETRY_NANOS);
            }
        }
    }

    private void rest(long nanos) {
        tellerRests = true;
        if (!operations.hasSomethingToTell() || session == null) {
            LockSupport.parkNanos(nanos);
        }
        tellerRests = false;
    }

    private void publish(Session now, NodeConnection connection) throws IOException {
        long[] hashes;
        synchronized (now) {
            if (session != now) {
                return;
            }
            hashes = operations.take(Frame.MOST);
            if (hashes.length > 0) {
                now.unheard.add(hashes);
            }
        }
        Frame frame = new Frame(now.sender, hash(connection.server().runId()), hashes);
        Object reply = connection.call(ascii("PUBLISH"), channel, frame.bytes());
        if (reply instanceof RespError error) {
            if (error.code().equals("NOPERM")) {
                forbid(error.message());
            }
            throw new IOException(error.message());
        }
        framesTold.increment();
        hashesTold.add(hashes.length);
    }

    private static long hash(String runId) {
        return runId.isEmpty() ? 0 : new Key(ascii(runId)).hash64();
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        stopping = true;
        Session now = session;
        if (now != null) {
            now.subscription.close();
        }
        for (Thread thread : Arrays.asList(listener, teller)) {
            LockSupport.unpark(thread);
            thread.interrupt();
        }
    }
}
