package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of {@code commands.txt}, by name. Immutable. */
final class CommandTable {

    private static final String RESOURCE = "commands.txt";

    static final CommandTable INSTANCE = new CommandTable();

    private final Map<String, CommandRow> rows = new LinkedHashMap<>();
    private final Map<String, Named> names = new HashMap<>();

    /** A name: the row that it has by itself, and those of its subcommands, for a container. */
    private record Named(@Nullable CommandRow row, Map<String, CommandRow> subcommands) {}

    private CommandTable() {
        try (InputStream in = CommandTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the command catalogue is missing from the jar");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(CommandRow.parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(CommandRow row) {
        if (rows.put(row.name(), row) != null) {
            throw new IllegalStateException("two catalogue rows for " + row.name());
        }
        names.put(row.name(), new Named(row, named(row.name()).subcommands()));
        int space = row.name().indexOf(' ');
        if (space > 0) {
            named(row.name().substring(0, space)).subcommands().put(row.name().substring(space + 1), row);
        }
    }

    /** Interned, as the names are that Jedis gives: to find the same string costs less than to compare an equal one. */
    private Named named(String name) {
        return names.computeIfAbsent(name.intern(), n -> new Named(null, new HashMap<>()));
    }

    /** The row of a command, or {@code null} if it has none. An unknown subcommand of a container that only administers is the container's. */
    @Nullable
    CommandRow find(Command command) {
        Named named = names.get(command.name());
        if (named == null) {
            return null;
        }
        Map<String, CommandRow> subcommands = named.subcommands();
        if (!subcommands.isEmpty() && command.size() > 1) {
            CommandRow row = subcommands.get(command.option(1));
            if (row != null) {
                return row;
            }
            if (subcommands.values().stream().anyMatch(sub -> sub.access() == Access.WRITE && sub.refusal() == null)) {
                return null; // it might be another one that writes
            }
        }
        return named.row();
    }

    /** Whether any row is of this command or of a subcommand of it. */
    boolean knows(String name) {
        return names.containsKey(name);
    }

    int onlyKey(String name) {
        Named named = names.get(name);
        CommandRow row = named == null ? null : named.row();
        if (named == null
                || row == null
                || row.refusal() != null
                || !named.subcommands().isEmpty()
                || row.keys().size() != 1) {
            return 0;
        }
        KeySpec key = row.keys().get(0);
        return key.form() == KeySpec.Form.RANGE && key.first() == key.last() ? key.first() : 0;
    }

    boolean mayWrite(String name) {
        CommandRow row = rows.get(name);
        return row != null && row.refusal() == null && row.access() == Access.WRITE;
    }

    Collection<CommandRow> rows() {
        return List.copyOf(rows.values());
    }
}
