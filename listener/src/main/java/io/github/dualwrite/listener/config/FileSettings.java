package io.github.dualwrite.listener.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings that name files. Relative ones are relative to the folder of the configuration. */
final class FileSettings {

    private final @Nullable Path folder;

    FileSettings(Path configuration) {
        this.folder = configuration.toAbsolutePath().getParent();
    }

    @Nullable
    Path path(Settings settings, String name) {
        String text = settings.text(name, null);
        return text == null ? null : folder == null ? Path.of(text) : folder.resolve(text);
    }

    /** The lines of a file that are not empty; what a secret is, without the line's end that editors put behind it. Notes a problem if there are none. */
    List<String> secrets(Settings settings, String name) {
        Path file = path(settings, name);
        if (file == null) {
            return List.of();
        }
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty()) {
                settings.problem(name, file.toString(), "a file with a line that is not empty");
            }
            return lines;
        } catch (IOException e) {
            settings.problem(name, file.toString(), "a file that can be read");
            return List.of();
        }
    }
}
