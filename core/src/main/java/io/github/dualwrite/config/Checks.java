package io.github.dualwrite.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, under a path of settings. */
final class Checks {

    private final String path;
    private final List<Problem> problems;

    Checks() {
        this("", new ArrayList<>());
    }

    private Checks(String path, List<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    Checks in(String setting) {
        return new Checks(path.isEmpty() ? setting : path + "." + setting, problems);
    }

    List<Problem> problems() {
        return problems;
    }

    void require(boolean holds, String setting, @Nullable Object value, String expected) {
        if (!holds) {
            problems.add(new Problem(in(setting).path, String.valueOf(value), expected));
        }
    }

    void positive(String setting, Duration value) {
        require(!value.isNegative() && !value.isZero(), setting, text(value), "a positive duration");
    }

    void notNegative(String setting, Duration value) {
        require(!value.isNegative(), setting, text(value), "zero or a positive duration");
    }

    void between(String setting, long value, long least, long most) {
        require(
                value >= least && value <= most,
                setting,
                value,
                most == Long.MAX_VALUE ? "at least " + least : least + " to " + most);
    }

    void readable(String setting, @Nullable Path file) {
        if (file != null) {
            require(Files.isReadable(file), setting, file, "a file that can be read");
        }
    }

    private static String text(Duration value) {
        return value.toMillis() + "ms";
    }
}
