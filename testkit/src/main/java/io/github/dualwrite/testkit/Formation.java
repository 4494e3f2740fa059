package io.github.dualwrite.testkit;

import java.util.ArrayList;
import java.util.List;

/** Makes a cluster of servers that do not know each other, of any size: the servers' own tool refuses fewer than three primaries. */
final class Formation {

    private static final int SLOTS_PER_COMMAND = 1_024;

    private Formation() {}

    static void form(List<LocalNode> nodes, int primaries, int replicas, ServerBinary program) {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 0; i < primaries; i++) {
            int from = LocalCluster.slots() * i / primaries;
            int to = LocalCluster.slots() * (i + 1) / primaries - 1;
            assign(nodes.get(i), from, to, program);
        }
        LocalNode first = nodes.get(0);
        for (LocalNode other : nodes.subList(1, nodes.size())) {
            first.command("CLUSTER", "MEET", other.host(), Integer.toString(other.port()));
        }
        Waiting.until("all nodes know each other", () -> nodes.stream().allMatch(node -> knows(node, nodes.size())));
        for (int i = primaries; i < nodes.size(); i++) {
            LocalNode primary = nodes.get((i - primaries) % primaries);
            String id = primary.text("CLUSTER", "MYID");
            LocalNode replica = nodes.get(i);
            Waiting.until(replica + " has become a replica", () -> {
                replica.command("CLUSTER", "REPLICATE", id);
                return replica.text("ROLE").startsWith("[slave");
            });
        }
        for (LocalNode replica : nodes.subList(primaries, nodes.size())) {
            Waiting.until(
                    replica + " follows its primary",
                    () -> replica.text("INFO", "replication").contains("master_link_status:up"));
        }
        for (LocalNode node : nodes) {
            Waiting.until(node + " sees " + replicas + " replicas per primary", () -> {
                Topology seen = Topology.of(node);
                return seen.primaries().size() == primaries
                        && seen.primaries().stream()
                                .allMatch(primary -> seen.replicasOf(primary).size() == replicas);
            });
        }
    }

    private static void assign(LocalNode node, int from, int to, ServerBinary program) {
        if (program.atLeast(7, 0)) {
            node.command("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
            return;
        }
        for (int start = from; start <= to; start += SLOTS_PER_COMMAND) {
            List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = start; slot <= Math.min(to, start + SLOTS_PER_COMMAND - 1); slot++) {
                words.add(Integer.toString(slot));
            }
            node.command(words.toArray(new String[0]));
        }
    }

    private static boolean knows(LocalNode node, int count) {
        String nodes = node.text("CLUSTER", "NODES");
        return nodes.lines().count() == count && !nodes.contains("handshake");
    }
}
