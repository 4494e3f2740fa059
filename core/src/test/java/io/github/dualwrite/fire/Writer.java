package io.github.dualwrite.fire;

import io.github.dualwrite.DualWrite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One process of the application: writes at random through a Dualwrite of its own, and does what its standard input says, a line per command and
 * per answer. It ends when its standard input does, so that nothing outlives the test.
 */
public final class Writer {

    private Writer() {}

    /** The words are those of {@link WriterSettings}. */
    public static void main(String[] words) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // logs must not come between the answers
        WriterSettings settings = WriterSettings.of(words);
        Passwords passwords = new Passwords(settings.password());
        DualWrite dualWrite = WriterTargets.start(settings, passwords);
        WriterLoad load = new WriterLoad(dualWrite, settings);
        answers.println("ready=true");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ");
            answers.println(
                    switch (command[0]) {
                        case "go" -> load.go();
                        case "pause" -> load.pause();
                        case "rate" -> load.rate(Integer.parseInt(command[1]));
                        case "flush" -> load.flush();
                        case "password" -> passwords.set(command[1]);
                        case "status" -> WriterStatus.line(dualWrite, load);
                        case "collect" -> WriterStatus.collect();
                        case "explain" -> WriterStatus.explanation(dualWrite);
                        case "close" -> {
                            load.close();
                            dualWrite.close();
                            yield "closed=true";
                        }
                        default -> throw new IllegalArgumentException("command: " + command[0]);
                    });
            answers.flush();
            if (command[0].equals("close")) {
                System.exit(0);
            }
        }
        Runtime.getRuntime().halt(3); // whoever gave the commands has gone
    }
}
