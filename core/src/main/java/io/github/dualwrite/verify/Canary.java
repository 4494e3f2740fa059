package io.github.dualwrite.verify;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.Slots;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that is planted on the secondary alone. A verification that does not find it different has not looked at two clusters, whatever it says
 * of the rest. Expires by itself should the process die.
 */
final class Canary {

    private static final Logger log = LoggerFactory.getLogger(Canary.class);

    private static final int ATTEMPTS = 100;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final String LIFETIME_MILLIS = Long.toString(24 * 3_600_000L);

    private final ClusterView secondary;
    private final byte[] key = Digests.ascii(
            "dualwrite:canary:" + Long.toHexString(ThreadLocalRandom.current().nextLong()));

    Canary(ClusterView secondary) {
        this.secondary = secondary;
    }

    byte[] key() {
        return key;
    }

    boolean isCanary(byte[] other) {
        return Arrays.equals(key, other);
    }

    void plant() throws IOException {
        ask(Digests.ascii("SET"), key, Digests.ascii("planted"), Digests.ascii("PX"), Digests.ascii(LIFETIME_MILLIS));
    }

    void remove() {
        try {
            ask(Digests.ascii("UNLINK"), key);
        } catch (IOException e) {
            log.info("{}: the canary key stays until it expires: {}", secondary.name(), e.getMessage());
        }
    }

    /** Again and again for a while where its slot is moving. */
    private void ask(byte[]... words) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                askOnce(words);
                return;
            } catch (MovingException e) {
                secondary.refreshSoon();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void askOnce(byte[]... words) throws IOException {
        Node node = secondary.topology().map().owner(Slots.of(key));
        try (Links links = secondary.links()) {
            NodeConnection connection = node == null ? null : links.to(node);
            if (connection == null) {
                throw new IOException(secondary.name() + ": no node answers for the slot of the canary");
            }
            Digests.ask(connection, words);
        }
    }
}
