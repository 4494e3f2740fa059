package io.github.dualwrite.fleet;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to one node with a thread of its own, again and again, until it is stopped. */
final class Subscription {

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    private static final byte[] PING = "PING".getBytes(StandardCharsets.US_ASCII);
    private static final String MOVED_AWAY = "sunsubscribe";
    private static final long RETRY_NANOS = 20_000_000;
    private static final long STACK_BYTES = 256 << 10;

    private final Fleet fleet;
    private final ClusterView view;
    private final String prefix;
    private final Node node;
    private final Thread thread;
    private volatile @Nullable NodeConnection open;
    private volatile boolean stopping;

    Subscription(Fleet fleet, ClusterView view, String prefix, Node node) {
        this.fleet = fleet;
        this.view = view;
        this.prefix = prefix;
        this.node = node;
        this.thread = new Thread(null, this::run, "dualwrite-fleet-" + view.name() + "-" + node, STACK_BYTES);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopping) {
            if (!view.states().isDown(node)) {
                try (NodeConnection connection = connect()) {
                    listen(connection);
                } catch (Channel.ForbiddenException e) {
                    fleet.forbid(String.valueOf(e.getMessage()));
                    return;
                } catch (IOException e) {
                    log.debug("{}: frames are not heard on {}: {}", view.name(), node, e.getMessage());
                    view.refreshSoon();
                } catch (RuntimeException e) {
                    log.error("{}: frames are not heard on {}", view.name(), node, e);
                } finally {
                    open = null;
                }
            }
            if (!stopping) { // a random while, so that processes that could not agree on a channel do not meet again
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(RETRY_NANOS / 4, RETRY_NANOS));
            }
        }
    }

    /** Who cannot be reached is probed by the view from now on, at its pace, and not by us. */
    private NodeConnection connect() throws IOException {
        try {
            return view.connector().connect(node);
        } catch (IOException e) {
            view.states().down(node, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void listen(NodeConnection connection) throws IOException {
        Channel channel;
        try (NodeConnection questions = view.connector().connect(node)) {
            boolean clustered = view.topology().clustered();
            int slot = clustered ? Channel.lowestSlot(view.topology().map(), node) : -1;
            if (clustered && slot < 0) {
                return; // it has become a replica, or has no slots any more
            }
            channel = Channel.join(prefix, connection, questions, slot);
        }
        Fleet.Heard heard = new Fleet.Heard(fleet, connection, channel);
        try {
            open = connection;
            fleet.begin(node, heard);
            while (!stopping) {
                take(heard, connection.receive());
            }
        } finally {
            fleet.end(node, heard, stopping);
        }
    }

    private static void take(Fleet.Heard heard, @Nullable Object reply) throws IOException {
        if (!(reply instanceof List<?> push) || push.size() != 3 || !(push.get(0) instanceof byte[] kind)) {
            return;
        }
        if (push.get(2) instanceof byte[] payload) {
            Frame frame = Frame.of(payload);
            if (frame != null) {
                heard.session().heard(frame);
            }
        } else if (new String(kind, StandardCharsets.US_ASCII).equals(MOVED_AWAY)) {
            throw new IOException("the channel's slot has moved away");
        }
    }

    /** Asks the node for a sign of life, so that a silent subscription is not taken for a quiet one. */
    void ping() {
        NodeConnection connection = open;
        if (connection != null) {
            try {
                connection.send(PING);
                connection.flush();
            } catch (IOException e) {
                log.debug("{}: {} cannot be asked for a sign of life: {}", view.name(), node, e.getMessage());
            }
        }
    }

    /** Stops; what is open is given up. Never waits. */
    void stop() {
        stopping = true;
        NodeConnection connection = open;
        if (connection != null) {
            connection.close();
        }
        thread.interrupt();
    }
}
