package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.List;

/** Resolves commands by the table alone: asks nobody, blocks never. */
final class BuiltInCatalogue implements Catalogue {

    static final BuiltInCatalogue INSTANCE = new BuiltInCatalogue();

    private BuiltInCatalogue() {}

    @Override
    public Invocation resolve(Command command) {
        return Resolution.of(command, row(command));
    }

    @Override
    public List<byte[]> keys(Command command) {
        return Resolution.keys(command, row(command));
    }

    private static CommandRow row(Command command) {
        CommandRow row = CommandTable.INSTANCE.find(command);
        if (row == null) {
            throw notInTheTable(command);
        }
        return row;
    }

    static RefusedCommandException notInTheTable(Command command) {
        return new RefusedCommandException(
                "command " + command.name()
                        + ": not in the catalogue (expected: a command of Valkey 8-9 or Redis 6.2-8, or a module's command that the primary describes in COMMAND INFO)");
    }
}
