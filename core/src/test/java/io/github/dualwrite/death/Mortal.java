package io.github.dualwrite.death;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/** A {@link Victim} in a Java process of its own, followed by what it tells. */
final class Mortal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private volatile boolean agrees;
    private volatile long writes;

    private Mortal(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "victim-output");
        reader.setDaemon(true);
        reader.start();
    }

    static Mortal start(String primary, String secondary, @Nullable Path journal, Duration restartWithin, long seed) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                primary,
                secondary,
                journal == null ? "-" : journal.toString(),
                Long.toString(restartWithin.toMillis()),
                Long.toString(seed)));
        try {
            return new Mortal(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(Victim.TELLS)) {
                    log.add(line);
                    continue;
                }
                String told = line.substring(Victim.TELLS.length());
                if (told.equals("agrees")) {
                    agrees = true;
                } else if (told.startsWith("waits")) {
                    log.add(told);
                } else {
                    writes = Long.parseLong(told);
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
    }

    /** Waits until both clusters agree and it has written {@code more} times. */
    Mortal awaitWrites(long more) {
        long from = writes;
        try {
            Awaitility.await("writes of the victim")
                    .atMost(PATIENCE)
                    .failFast("the victim has ended", () -> !process.isAlive())
                    .until(() -> agrees && writes >= from + more);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(e.getMessage() + ", and had said:\n" + String.join("\n", log), e);
        }
        return this;
    }

    /** Sends {@code SIGKILL} and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the victim lives on: " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
