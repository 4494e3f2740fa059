package io.github.dualwrite.jmh.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure of two contenders, pair by pair. */
final class Ratios {

    private final List<Double> baselines = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    void add(double baseline, double value) {
        baselines.add(baseline);
        values.add(value);
        ratios.add(value / baseline);
    }

    /** The median of the ratios within the pairs. */
    double median() {
        return median(ratios);
    }

    double value() {
        return median(values);
    }

    /** By how much it is more than the baseline: the median of the differences within the pairs. */
    double added() {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - baselines.get(i));
        }
        return median(differences);
    }

    double baseline() {
        return median(baselines);
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElse(Double.NaN);
    }

    /** Median and range. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                median(),
                ratios.stream().mapToDouble(r -> r).min().orElse(Double.NaN),
                ratios.stream().mapToDouble(r -> r).max().orElse(Double.NaN));
    }
}
