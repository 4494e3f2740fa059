package io.github.dualwrite.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who owns what, from {@code CLUSTER SLOTS}; nodes by port, since all are on this machine. */
final class Topology {

    private record Range(int from, int to, int primary, List<Integer> replicas) {}

    private final List<Range> ranges = new ArrayList<>();

    private Topology() {}

    static Topology of(LocalNode node) {
        Topology topology = new Topology();
        for (Object entry : (List<?>) Objects.requireNonNull(node.command("CLUSTER", "SLOTS"))) {
            List<?> fields = (List<?>) entry;
            List<Integer> replicas = new ArrayList<>();
            for (Object replica : fields.subList(3, fields.size())) {
                replicas.add(port(replica));
            }
            topology.ranges.add(new Range(
                    ((Long) fields.get(0)).intValue(),
                    ((Long) fields.get(1)).intValue(),
                    port(fields.get(2)),
                    replicas));
        }
        return topology;
    }

    private static int port(Object node) {
        return ((Long) ((List<?>) node).get(1)).intValue();
    }

    List<Integer> primaries() {
        return ranges.stream().map(Range::primary).distinct().toList();
    }

    int owner(int slot) {
        return ranges.stream()
                .filter(range -> range.from() <= slot && slot <= range.to())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody owns slot " + slot))
                .primary();
    }

    List<Integer> replicasOf(int primary) {
        Map<Integer, Boolean> replicas = new LinkedHashMap<>();
        ranges.stream()
                .filter(range -> range.primary() == primary)
                .forEach(range -> range.replicas().forEach(replica -> replicas.put(replica, true)));
        return List.copyOf(replicas.keySet());
    }
}
