package io.github.dualwrite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.ServerBinary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table against what every server version that the testkit can start says of its own commands. */
class CatalogueTest {

    /** Where the table says something else than {@code COMMAND} on purpose, and why. */
    private static final Map<String, String> OTHER_ACCESS = Map.of(
            "PFCOUNT", "readonly for the server, yet of one key it stores the count in the key and replicates itself");

    private static final Map<String, String> OTHER_KEYS = Map.of(
            "GEORADIUS", "two optional keywords for the server, of which the last counts",
            "GEORADIUSBYMEMBER", "two optional keywords for the server, of which the last counts",
            "MIGRATE", "refused, and what follows KEYS is incomplete for the server itself",
            "SORT", "the destination is unknown to the server's description",
            "XREADGROUP", "read-only keys for the server, yet it changes the group in them");

    private static final Map<String, CommandRow> ROWS = new HashMap<>();

    static {
        CommandTable.INSTANCE.rows().forEach(row -> ROWS.put(row.name(), row));
    }

    static List<ServerBinary> servers() {
        return ServerBinary.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theTableSaysWhatTheServerSays(ServerBinary server) {
        try (LocalCluster cluster =
                LocalCluster.builder().standalone().server(server).start()) {
            Map<String, CommandDescription> described = described(cluster);
            List<String> differences = new ArrayList<>();
            for (CommandDescription command : described.values()) {
                compare(command, server.atLeast(7, 0), differences);
            }
            assertThat(differences).isEmpty();
            assertThat(described).hasSizeGreaterThan(200);
            System.out.println(
                    "catalogue: " + server + ": " + described.size() + " commands and subcommands, a row for each");
        }
    }

    /** The server's own search for keys in whole commands, for what a description cannot say and as a second witness for the rest. */
    @ParameterizedTest
    @MethodSource("servers")
    void keysAreWhereTheServerFindsThem(ServerBinary server) {
        try (LocalCluster cluster =
                LocalCluster.builder().standalone().server(server).start()) {
            KeyWitness witness = new KeyWitness(cluster.nodes().get(0));
            List<String> differences = new ArrayList<>();
            for (CommandDescription command : described(cluster).values()) {
                for (CommandRow row : rowsOf(command)) {
                    if (row.refusal() == null) {
                        witness.compare(row, command, differences);
                    }
                }
            }
            assertThat(differences).isEmpty();
            assertThat(witness.agreed()).isGreaterThan(500);
            System.out.println("catalogue: " + server + ": " + witness.agreed()
                    + " invocations with the keys that COMMAND GETKEYS finds");
        }
    }

    /** An exception for a command that is gone, or that is none any more, would hide the next difference. */
    @Test
    void exceptionsAreOfRows() {
        assertThat(ROWS.keySet()).containsAll(OTHER_ACCESS.keySet()).containsAll(OTHER_KEYS.keySet());
    }

    private static Map<String, CommandDescription> described(LocalCluster cluster) {
        Map<String, CommandDescription> described = new TreeMap<>();
        List<?> answer = (List<?>) cluster.nodes().get(0).command("COMMAND");
        assertThat(answer).isNotNull();
        for (Object element : answer) {
            CommandDescription command = CommandDescription.of(element);
            described.put(command.name(), command);
            command.subcommands().forEach(sub -> described.put(sub.name(), sub));
        }
        return described;
    }

    /** The rows that a server's description is about: its own, and before Redis 7.0 also those of its subcommands. */
    private static List<CommandRow> rowsOf(CommandDescription command) {
        List<CommandRow> rows = new ArrayList<>();
        if (command.subcommands().isEmpty()) {
            ROWS.values().stream()
                    .filter(row -> row.name().startsWith(command.name() + " "))
                    .forEach(rows::add);
        }
        CommandRow own = ROWS.get(command.name());
        if (rows.isEmpty() && own != null) {
            rows.add(own);
        }
        return rows;
    }

    private static void compare(CommandDescription command, boolean directions, List<String> differences) {
        CommandRow own = ROWS.get(command.name());
        if (own == null) {
            differences.add(command.name() + ": no row (the server's flags: " + command.flags() + ")");
            return;
        }
        List<CommandRow> rows = rowsOf(command);
        boolean writes = rows.stream().anyMatch(row -> row.access() == Access.WRITE);
        if (!OTHER_ACCESS.containsKey(command.name())) {
            if (command.flags().contains("write") && !writes) {
                differences.add(command.name() + ": the server's flags say write, the table " + own.access());
            }
            if (command.flags().contains("readonly") && writes) {
                differences.add(command.name() + ": the server's flags say readonly, the table " + own.access());
            }
        }
        if (!OTHER_KEYS.containsKey(command.name())) {
            // a module tells where keys are, and of every key the server then says that it is written
            boolean told = directions && !command.flags().contains("module");
            for (CommandRow row : rows) {
                KeyPlaces.compare(row, command, told, differences);
            }
        }
    }
}
