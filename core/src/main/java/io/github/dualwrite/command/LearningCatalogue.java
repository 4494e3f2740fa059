package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The table, and for what is not in it (a module's commands) what the primary says of it. A module's reads pass. Its writes are mirrored by copying
 * the keys they name, since nobody here knows what they do; those whose keys cannot be known are refused, never sent to the primary alone.
 *
 * <p>Asks once per command. That the primary does not know one is believed for a while only, for modules can be loaded; no answer is not believed
 * at all. Safe for any thread.
 */
final class LearningCatalogue implements Catalogue {

    /** A module has some dozens of commands; more names than this are a caller's mistakes, which need no memory. */
    static final int MOST = 1024;

    static final int LONGEST_NAME = 128;
    static final long UNKNOWN_NANOS = 30_000_000_000L;

    private final CommandInfo primary;
    private final LongSupplier nanoTime;
    private final Map<String, Learned> learned = new ConcurrentHashMap<>();

    LearningCatalogue(CommandInfo primary, LongSupplier nanoTime) {
        this.primary = primary;
        this.nanoTime = nanoTime;
    }

    @Override
    public Invocation resolve(Command command) {
        CommandRow row = CommandTable.INSTANCE.find(command);
        if (row != null) {
            return Resolution.of(command, row);
        }
        Invocation invocation = Resolution.of(command, learned(command));
        if (invocation.access() == Access.WRITE && invocation.writtenKeys().isEmpty()) {
            throw new RefusedCommandException(
                    "command " + command.name()
                            + ": a write with no key in its arguments where the primary says that its keys are (expected: at least one key, so that it can be mirrored)");
        }
        return invocation;
    }

    @Override
    public List<byte[]> keys(Command command) {
        CommandRow row = CommandTable.INSTANCE.find(command);
        return Resolution.keys(command, row != null ? row : learned(command));
    }

    /** How many names are remembered. */
    int remembered() {
        return learned.size();
    }

    private CommandRow learned(Command command) {
        String name = command.name();
        // What a new subcommand of SCRIPT or FUNCTION changes, its flags do not say: the table has to.
        if (CommandTable.INSTANCE.knows(name) || name.length() > LONGEST_NAME) {
            throw BuiltInCatalogue.notInTheTable(command);
        }
        Learned known = learned.get(name);
        if (known == null || known.isStale(nanoTime.getAsLong())) {
            known = ask(name);
            if (learned.size() >= MOST) {
                learned.clear();
            }
            learned.put(name, known);
        }
        return known.row(command);
    }

    private Learned ask(String name) {
        Object reply;
        try {
            reply = primary.ask(name);
        } catch (IOException e) {
            throw new RefusedCommandException("command " + name
                    + ": not in the catalogue, and the primary could not be asked for it (expected: an answer to COMMAND INFO): "
                    + e.getMessage());
        }
        if (reply instanceof RespError error) {
            throw new RefusedCommandException("command " + name
                    + ": not in the catalogue, and the primary did not describe it (expected: an answer to COMMAND INFO): "
                    + error.message());
        }
        try {
            return Learned.of(name, reply, nanoTime.getAsLong() + UNKNOWN_NANOS);
        } catch (IllegalArgumentException e) {
            throw new RefusedCommandException("command " + name
                    + ": not in the catalogue, and the primary's answer to COMMAND INFO is not understood (expected: flags and positions of keys): "
                    + e.getMessage());
        }
    }
}
