package io.github.dualwrite.listener.command;

import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;

/** Words of commands as text. */
final class Words {

    private Words() {}

    static String text(Command command, int index) {
        return new String(command.word(index), StandardCharsets.UTF_8);
    }

    /** The subcommand in upper case; empty if there is none. */
    static String sub(Command command) {
        return command.size() > 1 ? command.option(1) : "";
    }

    /** Where an option is, looked for from word {@code from} on; -1 if it is nowhere. */
    static int find(Command command, int from, String option) {
        for (int i = from; i < command.size(); i++) {
            if (command.word(i).length == option.length() && command.option(i).equals(option)) {
                return i;
            }
        }
        return -1;
    }
}
