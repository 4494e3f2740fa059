package io.github.dualwrite.listener.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where Envoy lets a secret come from: the file itself, another one, or the environment. */
final class DataSource {

    private final Map<String, String> environment;

    DataSource(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The secret, or {@code null} if none is given or it cannot be had; then a problem says so. */
    @Nullable
    String text(Tree parent, String name) {
        return parent.has(name) ? text(parent.in(name)) : null;
    }

    /** As {@link #text(Tree, String)}, of the message itself. */
    @Nullable
    String text(Tree source) {
        String inline = source.text("inline_string");
        String file = source.text("filename");
        String variable = source.text("environment_variable");
        source.notHonoured("watched_directory", "the file is read once");
        source.end();
        if (inline != null) {
            return inline.isEmpty() ? null : inline;
        }
        if (file != null) {
            try {
                return Files.readString(Path.of(file)).stripTrailing();
            } catch (IOException e) {
                source.problem("filename", file, "a file that can be read");
                return null;
            }
        }
        if (variable != null) {
            String value = environment.get(variable);
            if (value == null) {
                source.problem("environment_variable", variable, "an environment variable that is set");
            }
            return value;
        }
        source.problem("inline_string", "none", "inline_string, filename or environment_variable");
        return null;
    }

    /** The file that a message names; TLS files are read again when they change, so they must be files. */
    static @Nullable Path file(Tree parent, String name) {
        if (!parent.has(name)) {
            return null;
        }
        Tree source = parent.in(name);
        String file = source.text("filename");
        source.end();
        if (file == null) {
            source.problem("filename", "none", "a PEM file by its name");
            return null;
        }
        return Path.of(file);
    }
}
