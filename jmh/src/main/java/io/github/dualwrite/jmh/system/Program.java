package io.github.dualwrite.jmh.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program to compare with. It is not part of the build; whoever has one names it. */
final class Program {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int NOT_ENDED = -1;

    private final String path;

    /**
     * How it ended.
     *
     * @param exit its exit code, negative if it had to be ended
     * @param text all that it printed
     */
    record Outcome(int exit, String text) {}

    /**
     * Runs nothing yet.
     *
     * @throws IllegalArgumentException if that is no program
     */
    Program(String option, String path) {
        if (!Files.isExecutable(Path.of(path))) {
            throw new IllegalArgumentException(
                    "--" + option + " " + path + ": cannot be run (expected: the path of a program)");
        }
        this.path = Path.of(path).toAbsolutePath().toString();
    }

    /** Runs it to its end in a folder, where its output stays in a file. */
    Outcome run(Path folder, List<String> arguments) {
        try {
            Path output = folder.resolve("output");
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of(path), arguments.stream()).toList())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
                String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
                return new Outcome(ended ? process.exitValue() : NOT_ENDED, text);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(NOT_ENDED, "");
        }
    }

    static Path folder(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
