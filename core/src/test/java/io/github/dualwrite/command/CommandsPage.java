package io.github.dualwrite.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes {@code docs/commands.md} from the table. */
final class CommandsPage {

    private static final String INTRODUCTION = """
            # Commands

            What every command of Valkey 8.0-9.x and Redis 6.2-8.x does on secondaries. Generated from the command catalogue; a test fails when
            this page differs from it.

            COUNTS

            * A write is answered by the primary and then reaches every secondary as its *effect*, which is made from the primary's reply. A write
              that the primary answered with an error has none, unless it can fail half-way, as a script can: then its keys are copied.
            * *Delta*: right only on a secondary that holds the key's present state, so until that is known the key is copied instead. *Whole*: fixes
              the whole state of what it writes.
            * *Proved by*: what the secondary must answer. After any other answer, also the error of a secondary that is too old for the command,
              the key is copied from the primary. Whatever the row says, it is also copied when writes of it overlapped, when a lane was full, or when
              an answer was lost.
            * A read is answered by the primary and never sent to a secondary. What is neither read nor write (connections, administration,
              publish and subscribe) goes to the primary only, except for messages where a secondary is to hear them. A refused command is sent nowhere.
            * A command that is not here (a module's) is looked up once in the primary's `COMMAND INFO`: a read passes, the keys of a write are
              copied, and a write whose keys the answer does not tell is refused, as is a command that the primary does not know.
            """;

    private CommandsPage() {}

    static String generate() {
        StringBuilder page = new StringBuilder(INTRODUCTION.replace("COUNTS", counts(CommandTable.INSTANCE.rows())));
        groups().forEach((group, rows) -> {
            page.append("\n## ").append(group).append("\n\n");
            page.append("| command | what it is | on secondaries | proved by |\n| --- | --- | --- | --- |\n");
            for (CommandRow row : rows) {
                page.append("| `").append(row.name()).append("` | ");
                page.append(what(row)).append(" | ");
                page.append(onSecondaries(row)).append(" | ");
                page.append(row.replyClass().description()).append(" |\n");
            }
        });
        return page.toString();
    }

    private static String counts(Collection<CommandRow> rows) {
        return "%d commands and subcommands: %d writes, of which %d are replayed, %d rewritten, %d repaired by a copy, %d sent to every node; %d reads; %d that are neither; %d refused."
                .formatted(
                        rows.size(),
                        count(rows, Access.WRITE) - refused(rows),
                        count(rows, Treatment.REPLAYED),
                        count(rows, Treatment.REWRITTEN),
                        count(rows, Treatment.REPAIRED),
                        count(rows, Treatment.EVERY_NODE),
                        count(rows, Access.READ),
                        count(rows, Access.NEITHER),
                        refused(rows));
    }

    private static long count(Collection<CommandRow> rows, Access access) {
        return rows.stream().filter(row -> row.access() == access).count();
    }

    private static long count(Collection<CommandRow> rows, Treatment treatment) {
        return rows.stream()
                .filter(row -> row.effect().treatment() == treatment)
                .count();
    }

    private static long refused(Collection<CommandRow> rows) {
        return rows.stream().filter(row -> row.refusal() != null).count();
    }

    private static String what(CommandRow row) {
        if (row.refusal() != null) {
            return "refused";
        }
        return switch (row.access()) {
            case READ -> "read";
            case NEITHER -> "neither";
            case WRITE -> {
                String write = "write, " + (row.needsBase() ? "delta" : "whole");
                yield row.reading() == null ? write : write + "; a read " + row.reading();
            }
        };
    }

    private static String onSecondaries(CommandRow row) {
        if (row.refusal() != null) {
            return "*Refused:* it " + row.refusal() + ".";
        }
        String description = row.effect().description();
        return switch (row.effect().treatment()) {
            case NONE -> row.effect() == EffectKind.CHANNEL ? description : "Never mirrored.";
            case REPLAYED -> "*Replayed.* " + description;
            case REWRITTEN -> "*Rewritten.* " + description;
            case REPAIRED -> "*Repaired.* " + description;
            case EVERY_NODE -> "*Every node.* " + description;
        };
    }

    /** The rows under their headings, as they stand in the table. */
    private static Map<String, List<CommandRow>> groups() {
        Map<String, List<CommandRow>> groups = new LinkedHashMap<>();
        Map<String, CommandRow> rows = new LinkedHashMap<>();
        CommandTable.INSTANCE.rows().forEach(row -> rows.put(row.name(), row));
        List<CommandRow> group = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("## ")) {
                group = new ArrayList<>();
                groups.put(line.substring(3), group);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                group.add(Objects.requireNonNull(
                        rows.get(line.substring(0, line.indexOf('|')).strip()), line));
            }
        }
        return groups;
    }

    private static List<String> lines() {
        InputStream in = Objects.requireNonNull(CommandTable.class.getResourceAsStream("commands.txt"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
