package io.github.dualwrite.spring.diagnostics;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Problem;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Every problem of a configuration, under the name of its property. */
final class ConfigFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
        String description = cause.problems().stream()
                .map(problem -> "    " + property(problem) + ": " + problem.value())
                .collect(Collectors.joining("\n", "Dualwrite's configuration is not valid:\n\n", "\n"));
        String action = cause.problems().stream()
                .map(problem -> "    " + property(problem) + ": expected " + problem.expected())
                .collect(Collectors.joining(
                        "\n",
                        "Change these properties, or set dualwrite.enabled=false to go without Dualwrite:\n\n",
                        "\n"));
        return new FailureAnalysis(description, action, cause);
    }

    /** The model says a cluster's name first, or one of its own words. */
    private static String property(Problem problem) {
        String setting = problem.setting();
        if (setting.equals("secondaries")) {
            return "dualwrite.clusters";
        }
        if (setting.equals("primary.ack")) {
            return "dualwrite.clusters.<the primary>.ack";
        }
        boolean ofTheWhole = setting.equals("primary")
                || setting.startsWith("shutdown.")
                || setting.startsWith("journal.")
                || setting.startsWith("clusters");
        return (ofTheWhole ? "dualwrite." : "dualwrite.clusters.") + setting;
    }
}
