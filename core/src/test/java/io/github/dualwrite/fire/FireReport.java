package io.github.dualwrite.fire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened in a run, and how long equality took after each fault. For one thread. */
final class FireReport {

    private final FireOptions options;
    private final Map<Fault, List<Duration>> rounds = new EnumMap<>(Fault.class);
    private final Map<String, Long> totals = new TreeMap<>();
    private String last = "";
    private int comparisons;
    private int keys;

    FireReport(FireOptions options) {
        this.options = options;
    }

    void round(List<Fault> faults, Duration toEquality, int keysCompared) {
        faults.forEach(
                fault -> rounds.computeIfAbsent(fault, f -> new ArrayList<>()).add(toEquality));
        comparisons++;
        keys = keysCompared;
        last = String.format(Locale.ROOT, "%s: all equal after %.1f s, %,d keys", faults, seconds(toEquality), keys);
    }

    /** The last round in a line. */
    String last() {
        return last;
    }

    void totals(Map<String, Long> values) {
        totals.putAll(values);
    }

    Map<Fault, List<Duration>> kinds() {
        return rounds;
    }

    String servers() {
        return options.servers().toString();
    }

    long total(String name) {
        return totals.getOrDefault(name, 0L);
    }

    /** As text: operations, faults by kind with the time to equality, differing keys, the account. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "seed %d; primary, sharded, single: %s; %d processes", options.seed(), servers(), options.writers());
        line(
                text,
                "operations %,d, refused by the data %,d, without an answer %,d",
                total("operations"),
                total("dataErrors"),
                total("unanswered"));
        line(text, "%-20s %6s  %s", "fault", "times", "seconds from the pause to equality: median, longest");
        rounds.forEach((fault, times) -> line(
                text,
                "%-20s %6d  %6.1f %6.1f",
                fault,
                times.size(),
                seconds(median(times)),
                seconds(Collections.max(times))));
        line(text, "comparisons of all data %d, the last of %,d keys; differing keys 0", comparisons, keys);
        line(
                text,
                "account: acknowledged %,d = applied %,d + repaired %,d + unrepairable %,d + excluded %,d (%s)",
                total("acknowledged"),
                total("applied"),
                total("repaired"),
                total("unrepairable"),
                total("excluded"),
                "what a killed process had open ended with it");
        return text.toString();
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get((times.size() - 1) / 2);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }

    @SuppressWarnings("AnnotateFormatMethod") // would need a dependency for one method of a test
    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
