package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.util.Locale;

/** Errors in the words that a server uses. */
final class Wrong {

    static final byte[] SYNTAX = Resp.error("ERR syntax error");
    static final byte[] NOT_AN_INTEGER = Resp.error("ERR value is not an integer or out of range");

    private Wrong() {}

    static byte[] arguments(Command command) {
        return Resp.error(
                "ERR wrong number of arguments for '" + command.name().toLowerCase(Locale.ROOT) + "' command");
    }

    static byte[] subcommandArguments(Command command) {
        return Resp.error("ERR wrong number of arguments for '"
                + command.name().toLowerCase(Locale.ROOT) + "|"
                + command.option(1).toLowerCase(Locale.ROOT) + "' command");
    }

    static byte[] subcommand(Command command) {
        return Resp.error("ERR unknown subcommand '"
                + (command.size() > 1 ? command.option(1).toLowerCase(Locale.ROOT) : "") + "'. Try "
                + command.name() + " HELP.");
    }

    /** Something that the listener does not do, and what can be done instead. */
    static byte[] refused(Command command, String why) {
        String sub = command.size() > 1 && command.word(1).length < 32 ? " " + command.option(1) : "";
        return Resp.error("ERR dualwrite: " + command.name() + sub + ": refused, " + why);
    }
}
