package io.github.dualwrite.jmh.floor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose slots never move.
 *
 * @param nodes the primaries
 * @param owners for each slot, which of them
 * @param password given over TLS without any check of the server, or {@code null} for a plain connection
 */
record Cluster(
        List<InetSocketAddress> nodes,
        byte[] owners,
        @Nullable String password) {

    private static final int SLOTS = 16_384;

    /** From {@code host:port=from-to,host:port=from-to}, and {@code password@} in front of it where there is one. */
    static Cluster parse(String text) {
        int at = text.indexOf('@');
        byte[] owners = new byte[SLOTS];
        List<InetSocketAddress> nodes = new ArrayList<>();
        for (String range : text.substring(at + 1).split(",")) {
            String[] parts = range.split("[:=-]");
            InetSocketAddress node = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
            if (!nodes.contains(node)) {
                nodes.add(node);
            }
            for (int slot = Integer.parseInt(parts[2]); slot <= Integer.parseInt(parts[3]); slot++) {
                owners[slot] = (byte) nodes.indexOf(node);
            }
        }
        return new Cluster(nodes, owners, at < 0 ? null : text.substring(0, at));
    }

    int owner(int slot) {
        return owners[slot];
    }
}
