package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A row applied to the arguments of one command: whether it writes, and which keys. */
final class Resolution {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

    private Resolution() {}

    /** @throws RefusedCommandException if the row or the arguments say so */
    static Invocation of(Command command, CommandRow row) {
        requirePassable(command, row);
        return row.access() == Access.WRITE && !onlyReads(command, row)
                ? write(command, row)
                : Invocation.of(command, row.notWriting());
    }

    /** Every key named, in the order of the row's parts. */
    static List<byte[]> keys(Command command, CommandRow row) {
        requirePassable(command, row);
        List<byte[]> keys = new ArrayList<>();
        for (KeySpec spec : row.keys()) {
            spec.find(command, keys);
        }
        return keys;
    }

    private static void requirePassable(Command command, CommandRow row) {
        if (row.refusal() != null) {
            throw new RefusedCommandException("command " + row.name() + ": refused, it " + row.refusal());
        }
        switch (row.name()) {
            case "SELECT" -> requireDatabaseZero(command, 1);
            case "COPY" -> {
                for (int i = 3; i < command.size(); i++) {
                    if (command.option(i).equals("DB")) {
                        requireDatabaseZero(command, i + 1);
                    }
                }
            }
            case "DEBUG RELOAD" -> {
                if (command.size() > 2) {
                    throw new RefusedCommandException(
                            "command DEBUG RELOAD: refused, its options replace the data set by an older one"
                                    + " (expected: none, so that what is loaded has just been saved)");
                }
            }
            default -> {}
        }
    }

    /** What is no number the server refuses by itself. */
    private static void requireDatabaseZero(Command command, int index) {
        if (index < command.size()
                && NUMBER.matcher(command.option(index)).matches()
                && !command.option(index).equals("0")) {
            throw new RefusedCommandException(
                    "command " + command.name()
                            + ": refused, it names a database other than 0 (expected: database 0, the only one that is mirrored)");
        }
    }

    private static Invocation write(Command command, CommandRow row) {
        Meaning meaning = row.writing();
        if (meaning.key() != 0 && command.size() > meaning.key()) {
            return Invocation.of(command, meaning);
        }
        List<byte[]> written = new ArrayList<>();
        List<byte[]> read = new ArrayList<>();
        boolean wellFormed = true;
        for (KeySpec spec : row.keys()) {
            wellFormed &= spec.find(command, spec.written() ? written : read);
        }
        List<byte[]> all = written;
        if (!read.isEmpty()) {
            all = new ArrayList<>(written);
            all.addAll(read);
        }
        // The server will answer a malformed command with an error. Should it know better than we do, what we found of
        // its keys is copied.
        if (!wellFormed) {
            meaning = new Meaning(Access.WRITE, EffectKind.REPAIR, row.needsBase(), false, 0);
        }
        return Invocation.of(command, meaning, written, all, read);
    }

    /** The commands that only write with certain arguments; their rows say which in words. */
    private static boolean onlyReads(Command command, CommandRow row) {
        if (row.reading() == null) {
            return false;
        }
        return switch (row.name()) {
            case "GETEX" -> command.size() == 2;
            case "SORT", "GEORADIUS", "GEORADIUSBYMEMBER" -> storesNothing(command, row);
            case "BITFIELD" -> !hasOption(command, "SET") && !hasOption(command, "INCRBY");
            case "PFCOUNT" -> command.size() != 2; // alone it stores the count in its key
            default -> throw new IllegalStateException("catalogue row with a note that nothing tests: " + row.name());
        };
    }

    private static boolean storesNothing(Command command, CommandRow row) {
        List<byte[]> destination = new ArrayList<>(1);
        for (KeySpec spec : row.keys()) {
            if (spec.written()) {
                spec.find(command, destination);
            }
        }
        return destination.isEmpty();
    }

    private static boolean hasOption(Command command, String option) {
        for (int i = 2; i < command.size(); i++) {
            if (command.word(i).length == option.length() && command.option(i).equals(option)) {
                return true;
            }
        }
        return false;
    }
}
