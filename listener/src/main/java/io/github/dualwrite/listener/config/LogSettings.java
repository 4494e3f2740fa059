package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where to. Standard output has every line, too.
 *
 * @param file a file besides, or {@code null}
 * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param format {@code text}, or {@code json} for one JSON object a line
 */
public record LogSettings(@Nullable Path file, String level, String format) {

    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");
    private static final List<String> FORMATS = List.of("text", "json");

    /** Standard output alone, {@code info}, as text. */
    public static LogSettings ofDefaults() {
        return new LogSettings(null, "info", "text");
    }

    void check(List<Problem> problems) {
        if (!LEVELS.contains(level)) {
            problems.add(new Problem("log.level", level, "error, warn, info or debug"));
        }
        if (!FORMATS.contains(format)) {
            problems.add(new Problem("log.format", format, "text or json"));
        }
    }
}
