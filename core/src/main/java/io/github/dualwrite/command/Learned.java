package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the primary said of one name.
 *
 * @param description its answer, or {@code null} if it does not know such a command
 * @param staleAt when to ask again, if it did not
 */
record Learned(@Nullable CommandDescription description, long staleAt) {

    /**
     * Reads an answer to {@code COMMAND INFO} of one name.
     *
     * @throws IllegalArgumentException if it has another shape
     */
    static Learned of(String name, @Nullable Object reply, long staleAt) {
        if (!(reply instanceof List<?> answers) || answers.size() != 1) {
            throw new IllegalArgumentException("one answer to one name is missing");
        }
        Object answer = answers.get(0);
        if (answer == null) {
            return new Learned(null, staleAt);
        }
        CommandDescription description = CommandDescription.of(answer);
        if (!description.name().equals(name)) {
            throw new IllegalArgumentException("it describes another command");
        }
        return new Learned(description, staleAt);
    }

    boolean isStale(long nanoTime) {
        return description == null && nanoTime - staleAt >= 0;
    }

    /** @throws RefusedCommandException if the primary does not know the command, or nobody knows the keys that it writes */
    CommandRow row(Command command) {
        CommandDescription found = description;
        if (found != null && !found.subcommands().isEmpty()) {
            found = command.size() > 1 ? subcommand(found, command.name() + " " + command.option(1)) : null;
        }
        if (found == null) {
            throw new RefusedCommandException(
                    "command " + command.name()
                            + ": not in the catalogue, and the primary does not know it (expected: a command of Valkey 8-9 or Redis 6.2-8, or of a module that the primary has loaded)");
        }
        return row(found);
    }

    private static @Nullable CommandDescription subcommand(CommandDescription container, String name) {
        for (CommandDescription sub : container.subcommands()) {
            if (sub.name().equals(name)) {
                return sub;
            }
        }
        return null;
    }

    private static CommandRow row(CommandDescription found) {
        // may_replicate says: no write by itself, but it can cause one
        boolean writes = found.flags().contains("write") || found.flags().contains("may_replicate");
        if (writes && (!found.keysComplete() || found.keys().isEmpty())) {
            throw new RefusedCommandException(
                    "command " + found.name()
                            + ": a write whose keys the primary does not describe, so it cannot be mirrored (expected: a write whose flags and key positions in COMMAND INFO say what it changes)");
        }
        Access access = writes ? Access.WRITE : found.flags().contains("readonly") ? Access.READ : Access.NEITHER;
        // Keys that a write only reads are not always told from the others, and a copy too many does no harm.
        List<KeySpec> keys =
                found.keys().stream().map(key -> key.as(writes)).distinct().toList();
        return new CommandRow(
                found.name(), access, keys, writes ? EffectKind.REPAIR : EffectKind.NONE, false, null, null);
    }
}
