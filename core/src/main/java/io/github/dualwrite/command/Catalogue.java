package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.Collection;
import java.util.List;

/** Every command of Valkey 8-9 and Redis 6.2-8: a row each. Immutable and safe for any thread. */
public interface Catalogue {

    /** The rows that come with Dualwrite; asks nobody and never blocks. */
    static Catalogue builtIn() {
        return BuiltInCatalogue.INSTANCE;
    }

    /** The rows that come with Dualwrite, and what the primary says of other commands: it is asked once for each, on the thread that resolves it. */
    static Catalogue learning(CommandInfo primary) {
        return new LearningCatalogue(primary, System::nanoTime);
    }

    /** The names of all rows that come with Dualwrite: commands, and commands with a subcommand after a space. */
    static Collection<String> names() {
        return CommandTable.INSTANCE.rows().stream().map(CommandRow::name).toList();
    }

    /**
     * Where the only key of a command is, for doors that look at many: the index of the word if the command has a row of its own without
     * subcommands, names exactly one key there, and does so whatever its other arguments are.
     *
     * @param name the command in upper case
     * @return the index, or 0 for any other command
     */
    static int onlyKey(String name) {
        return CommandTable.INSTANCE.onlyKey(name);
    }

    /** Whether a command may write, with some arguments at least, and is not refused. */
    static boolean mayWrite(String name) {
        return CommandTable.INSTANCE.mayWrite(name);
    }

    /**
     * Understands one command.
     *
     * @throws RefusedCommandException if the command is in no row, is refused by its row, or its keys cannot be found in its arguments
     */
    Invocation resolve(Command command);

    /**
     * Every key that a command names, whether it reads or writes it: what a door needs to know where to send it. Empty for a command without
     * keys, or whose keys cannot be found in its arguments.
     *
     * @throws RefusedCommandException as {@link #resolve} does
     */
    List<byte[]> keys(Command command);
}
