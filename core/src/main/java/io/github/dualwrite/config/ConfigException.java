package io.github.dualwrite.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot be used; says everything that is wrong with it, not only the first thing. Nothing was started. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<Problem> problems;

    /** With all problems; at least one. */
    public ConfigException(List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n  ", "invalid configuration:\n  ", "")));
        this.problems = List.copyOf(problems);
    }

    /** The problems, each with its setting; empty after deserialization. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
