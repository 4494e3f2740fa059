package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;

/** Resolves commands by the table, and those whose arguments decide by looking at them. */
final class BuiltInCatalogue implements Catalogue {

    static final BuiltInCatalogue INSTANCE = new BuiltInCatalogue();

    private BuiltInCatalogue() {}

    @Override
    public Invocation resolve(Command command) {
        CommandRow row = row(command);
        return row.access() == Access.WRITE && !onlyReads(command) ? write(command, row) : notWriting(command, row);
    }

    @Override
    public List<byte[]> keys(Command command) {
        List<byte[]> keys = new ArrayList<>();
        for (KeySpec spec : row(command).keys()) {
            spec.find(command, keys);
        }
        return keys;
    }

    private static CommandRow row(Command command) {
        CommandRow row = CommandTable.INSTANCE.find(command);
        if (row == null) {
            throw new RefusedCommandException(
                    "command " + command.name()
                            + ": not in the catalogue (expected: a command of Valkey 8-9 or Redis 6.2-8, or a module's command that the primary describes in COMMAND INFO)");
        }
        if (row.refusal() != null) {
            throw new RefusedCommandException("command " + row.name() + ": refused, it " + row.refusal());
        }
        return row;
    }

    private static Invocation notWriting(Command command, CommandRow row) {
        Access access = row.access() == Access.WRITE ? Access.READ : row.access();
        return new Invocation(command, access, List.of(), List.of(), List.of(), EffectKind.NONE, false, false);
    }

    private static Invocation write(Command command, CommandRow row) {
        if (row.keys().size() == 1
                && isSingle(row.keys().get(0))
                && command.size() > row.keys().get(0).first()) {
            List<byte[]> key = List.of(command.word(row.keys().get(0).first()));
            return new Invocation(command, Access.WRITE, key, key, List.of(), row.effect(), row.needsBase(), false);
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
        EffectKind effect = wellFormed ? row.effect() : EffectKind.REPAIR;
        return new Invocation(
                command, Access.WRITE, written, all, read, effect, row.needsBase(), effect == EffectKind.FLUSH);
    }

    private static boolean isSingle(KeySpec spec) {
        return spec.written() && spec.form() == KeySpec.Form.RANGE && spec.first() == spec.last();
    }

    /** The commands that only write with certain arguments. */
    private static boolean onlyReads(Command command) {
        return switch (command.name()) {
            case "GETEX" -> command.size() == 2;
            case "SORT", "GEORADIUS", "GEORADIUSBYMEMBER" -> !hasStore(command);
            case "BITFIELD" -> !hasOption(command, "SET") && !hasOption(command, "INCRBY");
            default -> false;
        };
    }

    private static boolean hasStore(Command command) {
        return hasOption(command, "STORE") || hasOption(command, "STOREDIST");
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
