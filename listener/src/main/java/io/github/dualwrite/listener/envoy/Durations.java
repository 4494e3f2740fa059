package io.github.dualwrite.listener.envoy;

import java.time.Duration;
import java.util.regex.Pattern;

/** Envoy's durations: seconds, with a point if need be. */
final class Durations {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");

    private Durations() {}

    static Duration of(Tree tree, String name, Duration otherwise) {
        String text = tree.text(name);
        if (text == null) {
            return otherwise;
        }
        if (!SECONDS.matcher(text).matches()) {
            tree.problem(name, text, "seconds such as 5s or 0.25s");
            return otherwise;
        }
        return Duration.ofNanos(Math.round(Double.parseDouble(text.substring(0, text.length() - 1)) * 1e9));
    }
}
