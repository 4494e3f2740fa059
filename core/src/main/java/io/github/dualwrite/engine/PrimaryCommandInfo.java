package io.github.dualwrite.engine;

import io.github.dualwrite.command.CommandInfo;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks any node of the primary for a command, over a connection of its own: so rare that none is kept. Blocks the application's thread for the
 * primary only, and starts no attempt after the primary's command timeout.
 */
final class PrimaryCommandInfo implements CommandInfo {

    private final ClusterView primary;
    private final Duration timeout;

    PrimaryCommandInfo(ClusterView primary, Duration timeout) {
        this.primary = primary;
        this.timeout = timeout;
    }

    @Override
    public @Nullable Object ask(String name) throws IOException {
        long start = System.nanoTime();
        // right after the start the view may still be learning who there is
        Await.until(timeout, () -> !primary.topology().map().primaries().isEmpty());
        IOException last = null;
        for (Node node : primary.topology().map().primaries()) {
            if (primary.states().isDown(node)) {
                continue;
            }
            if (last != null && System.nanoTime() - start >= timeout.toNanos()) {
                break;
            }
            try (NodeConnection connection = primary.connector().connect(node)) {
                return connection.call("COMMAND", "INFO", name);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last != null ? last : new IOException(primary.name() + ": no node of it is known to answer");
    }
}
