package io.github.dualwrite.engine;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a secondary after the primary was emptied. Correctness does not rest on it: everything is marked before and after, so every slot is
 * copied again, and what the flush removed too much or too little of is mended there. The flush only saves deleting key by key.
 */
final class Flusher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Flusher.class);

    private final ClusterView view;
    private final KeyOrder order;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ExecutorService thread;

    Flusher(ClusterView view, KeyOrder order) {
        this.view = view;
        this.order = order;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "dualwrite-flush-" + view.name());
            made.setDaemon(true);
            return made;
        });
    }

    /** Marks everything and empties the secondary soon. Returns at once. */
    void flush() {
        order.markEverything();
        if (asked.compareAndSet(false, true)) {
            thread.execute(this::run);
        }
    }

    private void run() {
        asked.set(false);
        try (Links links = view.links()) {
            for (Node node : view.topology().map().primaries()) {
                NodeConnection connection = links.to(node);
                if (connection != null) {
                    flush(connection, links);
                }
            }
        } finally {
            order.markEverything();
        }
    }

    private void flush(NodeConnection connection, Links links) {
        try {
            if (connection.call("FLUSHALL", "ASYNC") instanceof RespError error) {
                log.info("{}: FLUSHALL refused, deleting key by key: {}", view.name(), error.message());
            }
        } catch (IOException e) {
            links.broke(connection.node(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
