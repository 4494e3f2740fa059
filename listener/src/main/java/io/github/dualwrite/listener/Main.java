package io.github.dualwrite.listener;

import io.github.dualwrite.listener.cli.ListenerCommand;
import io.netty.util.ResourceLeakDetector;
import picocli.CommandLine;

/** Where the jar begins. */
public final class Main {

    /** Netty's setting, which is off here unless it is given: what it samples costs more than all else that happens to a buffer; the tests have it on. */
    private static final String LEAKS = "io.netty.leakDetection.level";

    private Main() {}

    /** Runs the listener until it is told to end. */
    public static void main(String... arguments) {
        if (System.getProperty(LEAKS) == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        System.exit(new CommandLine(new ListenerCommand()).execute(arguments));
    }
}
