package io.github.dualwrite.fire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Writer} as the test holds it: a virtual machine of its own. For one thread, but for {@link #ask}. */
final class WriterProcess implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final String name;
    private final Process process;
    private final Path log;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private WriterProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it; {@link #awaitReady} says when it can write. */
    static WriterProcess start(String name, WriterSettings settings, Path log) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Ddualwrite.log=" + System.getProperty("dualwrite.log", "WARN"),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName()));
        words.addAll(settings.words());
        try {
            return new WriterProcess(
                    name,
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("failed=" + e.getClass().getSimpleName());
        }
    }

    String name() {
        return name;
    }

    void awaitReady() {
        answer("to start");
    }

    /** Gives a command and waits for its answer. */
    synchronized Map<String, String> ask(String command) {
        commands.println(command);
        return answer(command);
    }

    private Map<String, String> answer(String command) {
        try {
            String line = answers.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException(
                        name + " (alive: " + process.isAlive() + ") did not answer " + command + "; its log is " + log);
            }
            Map<String, String> answer = Pairs.of(List.of(line.split(" ")));
            if (answer.containsKey("failed")) {
                throw new IllegalStateException(name + ": " + answer.get("failed") + "; its log is " + log);
            }
            return answer.containsKey("explanation") ? Map.of("explanation", line) : answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Stops it where it stands. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
