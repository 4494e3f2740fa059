package io.github.dualwrite.jedis;

import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is subscribed to, as far as it has read: from the first request until the server has confirmed the last departure. One thread
 * reads; others may subscribe further and leave, as Jedis allows.
 */
final class Subscriptions {

    /** For each request the confirmations still to come. */
    private final Deque<Integer> requested = new ArrayDeque<>();

    /** Spares connections that never subscribe the lock. */
    private volatile boolean used;

    private long channels;
    private long shardChannels;
    private boolean monitoring;

    /** Whether the command is about subscriptions, which are not answered like other commands. */
    boolean begin(Command command) {
        return switch (command.name()) {
            case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "MONITOR", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE" -> {
                request(command);
                yield true;
            }
            case "RESET" -> {
                clear();
                yield false;
            }
            default -> false;
        };
    }

    private synchronized void request(Command command) {
        used = true;
        switch (command.name()) {
            case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE" -> requested.add(command.size() - 1);
            case "MONITOR" -> monitoring = true;
            default -> {
                if (!isOpen()) {
                    requested.add(0); // confirmed all the same
                }
            }
        }
    }

    boolean areOpen() {
        return used && isOpen();
    }

    private synchronized boolean isOpen() {
        return monitoring || channels + shardChannels > 0 || !requested.isEmpty();
    }

    synchronized void received(@Nullable Object message) {
        if (!(message instanceof List<?> parts)
                || parts.size() != 3
                || !(parts.get(0) instanceof byte[] kind)
                || !(parts.get(2) instanceof Long count)) {
            return;
        }
        switch (new String(kind, StandardCharsets.ISO_8859_1)) {
            case "subscribe", "psubscribe" -> {
                channels = count;
                confirmed();
            }
            case "ssubscribe" -> {
                shardChannels = count;
                confirmed();
            }
            case "unsubscribe", "punsubscribe" -> {
                channels = count;
                left();
            }
            case "sunsubscribe" -> {
                shardChannels = count;
                left();
            }
            default -> {} // a message
        }
    }

    private void confirmed() {
        Integer still = requested.poll();
        if (still != null && still > 1) {
            requested.addFirst(still - 1);
        }
    }

    private void left() {
        Integer still = requested.peek();
        if (still != null && still == 0) {
            requested.poll();
        }
    }

    /** The server refused a request as a whole. */
    synchronized void failed() {
        requested.poll();
    }

    synchronized void clear() {
        requested.clear();
        channels = 0;
        shardChannels = 0;
        monitoring = false;
    }
}
