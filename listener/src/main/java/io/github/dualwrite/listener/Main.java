package io.github.dualwrite.listener;

import io.github.dualwrite.listener.cli.ListenerCommand;
import picocli.CommandLine;

/** Where the jar begins. */
public final class Main {

    private Main() {}

    /** Runs the listener until it is told to end. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new ListenerCommand()).execute(arguments));
    }
}
