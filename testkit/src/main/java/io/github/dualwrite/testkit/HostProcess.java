package io.github.dualwrite.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server process in a folder of its own. A small shell process beside it holds a pipe from this virtual machine: when the machine dies,
 * however it dies, the pipe closes, and the shell kills the server, even a stopped one, and removes the folder.
 */
final class HostProcess implements ServerProcess {

    private static final String GUARD = """
            exec 3<&0
            ( read -r line <&3
              if { cat /proc/$$/cmdline || ps -o args= -p $$; } | grep -qF "$DUALWRITE_FOLDER"; then kill -9 $$; fi
              sleep 1
              kill -0 "$DUALWRITE_JVM" || rm -rf "$DUALWRITE_FOLDER" ) >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-
            """;

    private final Process process;

    private HostProcess(Process process) {
        this.process = process;
    }

    static HostProcess start(ServerOptions options, int port, Path folder) {
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(List.of(
                    "sh", "-c", GUARD, "dualwrite", options.binary().path().toString()));
            command.addAll(ServerArguments.of(options, port, folder));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()));
            builder.environment().put("DUALWRITE_FOLDER", folder.toString());
            builder.environment()
                    .put("DUALWRITE_JVM", Long.toString(ProcessHandle.current().pid()));
            return new HostProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "server cannot be started: " + options.binary().path(), e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (exit != 0 && isAlive()) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " exited with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void terminate() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
