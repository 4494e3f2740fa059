package io.github.dualwrite.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One server process in a folder of its own. A small shell process beside it holds a pipe from this virtual machine: when the machine dies,
 * however it dies, the pipe closes, and the shell kills the server, even a stopped one, and removes the folder.
 */
final class ServerProcess {

    private static final String GUARD = """
            exec 3<&0
            ( read -r line <&3
              if { cat /proc/$$/cmdline || ps -o args= -p $$; } | grep -qF "$DUALWRITE_FOLDER"; then kill -9 $$; fi
              sleep 1
              kill -0 "$DUALWRITE_JVM" || rm -rf "$DUALWRITE_FOLDER" ) >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-
            """;

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    static ServerProcess start(ServerOptions options, int port, Path folder) {
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(List.of(
                    "sh", "-c", GUARD, "dualwrite", options.binary().path().toString()));
            arguments(options, port, folder).forEach((name, value) -> {
                command.add("--" + name);
                command.add(value);
            });
            options.users().forEach(user -> {
                command.add("--user");
                command.addAll(List.of(user.split(" ")));
            });
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()));
            builder.environment().put("DUALWRITE_FOLDER", folder.toString());
            builder.environment()
                    .put("DUALWRITE_JVM", Long.toString(ProcessHandle.current().pid()));
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "server cannot be started: " + options.binary().path(), e);
        }
    }

    private static Map<String, String> arguments(ServerOptions options, int port, Path folder) {
        Map<String, String> arguments = new java.util.LinkedHashMap<>();
        arguments.put("dir", folder.toString());
        arguments.put("bind", "127.0.0.1");
        arguments.put("save", "");
        arguments.put("appendonly", "no");
        arguments.put("daemonize", "no");
        arguments.put("set-proc-title", "no");
        arguments.put("enable-debug-command", "yes");
        if (!options.binary().atLeast(7, 0)) {
            arguments.remove("enable-debug-command");
        }
        arguments.put("repl-diskless-sync-delay", "0");
        if (options.clustered()) {
            arguments.put("cluster-enabled", "yes");
            arguments.put("cluster-config-file", "nodes.conf");
            arguments.put("cluster-node-timeout", "2000");
        }
        TestCertificates tls = options.tls();
        if (tls == null) {
            arguments.put("port", Integer.toString(port));
        } else {
            arguments.put("port", "0");
            arguments.put("tls-port", Integer.toString(port));
            arguments.put("tls-cert-file", tls.serverCertPem().toString());
            arguments.put("tls-key-file", tls.serverKeyPem().toString());
            arguments.put("tls-ca-cert-file", tls.caPem().toString());
            arguments.put("tls-auth-clients", "optional");
            arguments.put("tls-replication", "yes");
            if (options.clustered()) {
                arguments.put("tls-cluster", "yes");
            }
        }
        String password = options.password();
        if (password != null) {
            arguments.put("requirepass", password);
            arguments.put("masterauth", password);
        }
        arguments.putAll(options.config());
        return arguments;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void signal(String name) {
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

    /** Kills, also a stopped process, and waits for the end. The folder stays. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Asks to end, and waits. */
    void terminate() {
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
