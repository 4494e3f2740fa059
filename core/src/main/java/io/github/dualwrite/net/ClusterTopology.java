package io.github.dualwrite.net;

import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The slot map of a cluster, from {@code CLUSTER SLOTS} of any node that answers. */
final class ClusterTopology implements Topology {

    private final Target target;
    private final Connector connector;
    private final List<BiConsumer<SlotMap, SlotMap>> listeners = new CopyOnWriteArrayList<>();
    private volatile SlotMap map = new SlotMap(new @Nullable Node[SlotMap.SLOTS]);

    ClusterTopology(Target target, Connector connector) {
        this.target = target;
        this.connector = connector;
    }

    @Override
    public void beforeChange(BiConsumer<SlotMap, SlotMap> listener) {
        listeners.add(listener);
    }

    @Override
    public SlotMap map() {
        return map;
    }

    @Override
    public boolean clustered() {
        return true;
    }

    @Override
    public synchronized SlotMap refresh() throws IOException {
        Set<Node> candidates = new LinkedHashSet<>(map.primaries());
        for (Endpoint seed : target.nodes()) {
            candidates.add(new Node(seed.host(), seed.port()));
        }
        IOException first = null;
        for (Node candidate : candidates) {
            try {
                SlotMap learned = ask(candidate);
                SlotMap before = map;
                listeners.forEach(listener -> listener.accept(before, learned));
                map = learned;
                return learned;
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first == null ? new IOException(target.name() + ": no nodes configured") : first;
    }

    private SlotMap ask(Node node) throws IOException {
        try (NodeConnection connection = connector.connect(node)) {
            Object reply = connection.call("CLUSTER", "SLOTS");
            if (!(reply instanceof List<?> ranges)) {
                String answer = reply instanceof RespError error ? error.message() : "no list";
                throw new IOException(target.name() + ": CLUSTER SLOTS on " + node + " answered " + answer
                        + " (expected: a cluster; a single server needs topology standalone)");
            }
            if (ranges.isEmpty()) {
                throw new IOException(target.name() + ": " + node + " knows no slots yet");
            }
            return parse(ranges, node);
        }
    }

    private static SlotMap parse(List<?> ranges, Node asked) throws IOException {
        @Nullable Node[] owners = new @Nullable Node[SlotMap.SLOTS];
        for (Object range : ranges) {
            if (!(range instanceof List<?> fields)
                    || fields.size() < 3
                    || !(fields.get(0) instanceof Long from)
                    || !(fields.get(1) instanceof Long to)
                    || !(fields.get(2) instanceof List<?> primary)
                    || primary.size() < 2
                    || !(primary.get(1) instanceof Long port)
                    || from < 0
                    || to >= SlotMap.SLOTS) {
                throw new IOException("CLUSTER SLOTS on " + asked + " answered a range that is none");
            }
            String host = primary.get(0) instanceof byte[] name ? new String(name, StandardCharsets.UTF_8) : "";
            // no host, or one it does not know itself: the address that was asked is as good as any
            Node owner = new Node(host.isEmpty() || host.equals("?") ? asked.host() : host, port.intValue());
            for (int slot = from.intValue(); slot <= to; slot++) {
                owners[slot] = owner;
            }
        }
        return new SlotMap(owners);
    }
}
