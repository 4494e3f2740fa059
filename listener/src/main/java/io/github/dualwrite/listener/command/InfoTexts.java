package io.github.dualwrite.listener.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the nodes of the primary say in {@code INFO}, as one text: what each node counts is added up, of everything else the first node's word is
 * taken.
 */
final class InfoTexts {

    private static final String END = "\r\n";

    private static final Set<String> ADDED = Set.of(
            "blocked_clients",
            "pubsub_clients",
            "watching_clients",
            "clients_in_timeout_table",
            "total_blocking_keys",
            "total_blocking_keys_on_nokey",
            "total_watched_keys",
            "used_memory",
            "used_memory_dataset",
            "used_memory_rss",
            "total_connections_received",
            "total_commands_processed",
            "instantaneous_ops_per_sec",
            "total_net_input_bytes",
            "total_net_output_bytes",
            "expired_keys",
            "expired_subkeys",
            "expired_fields",
            "evicted_keys",
            "evicted_scripts",
            "keyspace_hits",
            "keyspace_misses",
            "pubsub_channels",
            "pubsub_patterns",
            "pubsubshard_channels",
            "total_forks",
            "unexpected_error_replies",
            "total_error_replies",
            "total_reads_processed",
            "total_writes_processed",
            "lazyfree_pending_objects",
            "lazyfreed_objects",
            "rdb_changes_since_last_save");

    private final List<Map<String, String>> nodes = new ArrayList<>();
    private final List<String> first;

    /** The texts of the nodes, at least one. */
    InfoTexts(List<String> texts) {
        for (String text : texts) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String line : text.split(END)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 1));
                }
            }
            nodes.add(fields);
        }
        this.first = List.of(texts.get(0).split(END, -1));
    }

    /** One text, with what only the listener knows in place of what a node says of it. */
    String merged(Map<String, String> ours) {
        StringBuilder text = new StringBuilder();
        String section = "";
        for (String line : first) {
            int colon = line.indexOf(':');
            if (line.startsWith("# ")) {
                text.append(line).append(END);
                section = line.substring(2).toLowerCase(Locale.ROOT);
                if (hasRows(section)) {
                    rows(section, text);
                }
            } else if (colon <= 0) {
                text.append(line).append(END);
            } else if (!hasRows(section)) {
                String name = line.substring(0, colon);
                String value = ours.getOrDefault(
                        name, ADDED.contains(name) ? Long.toString(sum(name)) : line.substring(colon + 1));
                text.append(name).append(':').append(value).append(END);
            }
        }
        text.setLength(Math.max(0, text.length() - END.length()));
        return text.toString();
    }

    private long sum(String name) {
        long sum = 0;
        for (Map<String, String> fields : nodes) {
            sum += (long) number(fields.getOrDefault(name, "0"));
        }
        return sum;
    }

    /** Whether a section's lines are rows of counters, and which of them there are differs from node to node. */
    private static boolean hasRows(String section) {
        return section.equals("keyspace") || section.equals("commandstats") || section.equals("errorstats");
    }

    private static String prefix(String section) {
        return switch (section) {
            case "keyspace" -> "db";
            case "commandstats" -> "cmdstat_";
            default -> "errorstat_";
        };
    }

    private void rows(String section, StringBuilder text) {
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (Map<String, String> fields : nodes) {
            fields.forEach((name, value) -> {
                if (name.startsWith(prefix(section)) && value.contains("=")) {
                    Map<String, Double> row = rows.computeIfAbsent(name, key -> new LinkedHashMap<>());
                    for (String cell : value.split(",")) {
                        int equals = cell.indexOf('=');
                        row.merge(cell.substring(0, equals), number(cell.substring(equals + 1)), Double::sum);
                    }
                }
            });
        }
        rows.forEach((name, row) -> {
            List<String> cells = new ArrayList<>();
            row.forEach((cell, value) -> cells.add(cell + "=" + shown(cell, value, row)));
            text.append(name).append(':').append(String.join(",", cells)).append(END);
        });
    }

    /** Averages do not add up: they follow from what does, or nobody knows them. */
    private static String shown(String cell, double sum, Map<String, Double> row) {
        return switch (cell) {
            case "usec_per_call" ->
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        row.getOrDefault("usec", 0.0) / Math.max(1, row.getOrDefault("calls", 0.0)));
            case "avg_ttl" -> "0";
            default -> Long.toString((long) sum);
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
