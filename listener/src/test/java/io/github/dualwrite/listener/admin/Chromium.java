package io.github.dualwrite.listener.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The browser of this machine, without a window. */
final class Chromium {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Path binary;
    private final Path folder;

    private Chromium(Path binary, Path folder) {
        this.binary = binary;
        this.folder = folder;
    }

    static Optional<Chromium> find(Path folder) {
        String path = System.getenv().getOrDefault("PATH", "");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(each -> Path.of(each, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(binary -> new Chromium(binary, folder));
    }

    /** The page as it is after its scripts have run for {@code millis} of the browser's time. */
    String dom(String url, int millis) throws IOException, InterruptedException {
        Path out = folder.resolve("dom.html");
        run(List.of("--virtual-time-budget=" + millis, "--dump-dom", url), out);
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    /** The page as a PNG of that width. */
    Path picture(String url, int width, int height) throws IOException, InterruptedException {
        Path picture = folder.resolve("page-" + width + ".png");
        run(
                List.of(
                        "--virtual-time-budget=4000",
                        "--window-size=" + width + "," + height,
                        "--screenshot=" + picture,
                        url),
                folder.resolve("picture.txt"));
        return picture;
    }

    private void run(List<String> more, Path out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("chromium.log").toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the browser ends").isTrue();
    }
}
