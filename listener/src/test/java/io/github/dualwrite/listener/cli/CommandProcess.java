package io.github.dualwrite.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The command as a process of its own, with its configuration and its log in a folder. */
final class CommandProcess {

    private final Path folder;

    CommandProcess(Path folder) {
        this.folder = folder;
    }

    Process start(String... options) throws IOException {
        return start(List.of("-Xmx256m"), options);
    }

    /** @param machine options of the Java machine */
    Process start(List<String> machine, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(machine);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.dualwrite.listener.Main"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** What it says. */
    Path log() {
        return folder.resolve("out.log");
    }

    Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }

    /** Waits for its end; how it ended. */
    static int ends(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void awaitReady(int port, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> HttpClient.newHttpClient()
                                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }
}
