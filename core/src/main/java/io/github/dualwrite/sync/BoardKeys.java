package io.github.dualwrite.sync;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a board, all in one slot of the secondary, and the way there. One thread at a time. */
final class BoardKeys implements AutoCloseable {

    /** The secondary refuses a command that the board needs. */
    static final class NotAllowed extends IOException {

        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }

    private static final int COUNTER_BYTES = 2;

    private final ClusterView view;
    private final Links links;
    private final String prefix;
    private final int slot;

    /** @param prefix what the keys start with */
    BoardKeys(ClusterView view, String prefix) {
        this.view = view;
        this.links = view.links();
        this.prefix = prefix + "{slots}:";
        this.slot = Slots.of(bytes(this.prefix));
    }

    /** Whether the node that holds them is away. */
    boolean isAway() {
        return view.isAway(slot);
    }

    String key(String name) {
        return prefix + name;
    }

    /** @throws NotAllowed if the secondary refuses the command for good */
    @Nullable
    Object ask(String... words) throws IOException {
        Node node = view.topology().map().owner(slot);
        NodeConnection connection = node == null ? null : links.to(node);
        if (node == null || connection == null) {
            throw new IOException(view.name() + ": no node answers for the slot of " + prefix);
        }
        Object reply;
        try {
            reply = connection.call(words);
        } catch (IOException e) {
            links.broke(node, e);
            throw e;
        }
        if (reply instanceof RespError error) {
            String message = view.name() + ": " + words[0] + " " + words[1] + " answered " + error.message();
            switch (error.code()) {
                case "NOPERM", "ERR" -> throw new NotAllowed(message);
                case "MOVED", "ASK" -> view.refreshSoon();
                default -> {}
            }
            throw new IOException(message);
        }
        return reply;
    }

    /** What a key holds, or {@code null} if it is not there. */
    @Nullable
    String text(String name) throws IOException {
        return ask("GET", key(name)) instanceof byte[] bytes ? text(bytes) : null;
    }

    /** The members of a set. */
    Set<String> members(String name) throws IOException {
        Set<String> members = new HashSet<>();
        for (Object member : list(ask("SMEMBERS", key(name)))) {
            members.add(text((byte[]) member));
        }
        return members;
    }

    /** A counter for each slot. */
    int[] counters(String name) throws IOException {
        int[] counters = new int[SlotMap.SLOTS];
        if (ask("GET", key(name)) instanceof byte[] bytes) {
            int known = Math.min(counters.length, bytes.length / COUNTER_BYTES);
            for (int i = 0; i < known; i++) {
                counters[i] = ((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF);
            }
        }
        return counters;
    }

    List<?> list(@Nullable Object reply) throws IOException {
        if (reply instanceof List<?> list) {
            return list;
        }
        throw unexpected();
    }

    long number(@Nullable Object reply) throws IOException {
        if (reply instanceof Long number) {
            return number;
        }
        throw unexpected();
    }

    private IOException unexpected() {
        return new IOException(view.name() + ": an unexpected reply about " + prefix);
    }

    @Override
    public void close() {
        links.close();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
