package io.github.dualwrite.fire;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws a soak as an SVG: a panel for each figure, a line for each fault. */
final class SoakPlot {

    private static final int WIDTH = 960;
    private static final int LEFT = 70;
    private static final int RIGHT = 15;
    private static final int PANEL = 110;
    private static final int GAP = 34;
    private static final int TOP = 40;
    private static final int MOST_POINTS = 900;

    private final StringBuilder svg = new StringBuilder();
    private final List<Sample> samples;
    private final List<Double> faults;
    private final double end;

    private SoakPlot(List<Sample> samples, List<Double> faults) {
        this.samples = samples;
        this.faults = faults;
        this.end = Math.max(1, samples.get(samples.size() - 1).seconds());
    }

    /** @param faults when each struck, in seconds since the start */
    static String svg(String title, List<Sample> samples, List<Double> faults) {
        return new SoakPlot(samples, faults).draw(title);
    }

    private String draw(String title) {
        List<String> names = List.of(
                "operations per second",
                "lag, milliseconds",
                "dirty keys",
                "slots in doubt",
                "heap, MiB",
                "threads",
                "open files");
        List<ToDoubleFunction<Sample>> values = List.of(
                this::rate,
                Sample::lagMillis,
                Sample::dirtyKeys,
                Sample::doubtfulSlots,
                Sample::heap,
                Sample::threads,
                Sample::files);
        int height = TOP + names.size() * (PANEL + GAP);
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        add("<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>", LEFT, title);
        for (int i = 0; i < names.size(); i++) {
            panel(names.get(i), values.get(i), TOP + i * (PANEL + GAP));
        }
        return svg.append("</svg>\n").toString();
    }

    private double rate(Sample sample) {
        int i = samples.indexOf(sample);
        if (i == 0) {
            return 0;
        }
        Sample before = samples.get(i - 1);
        return Math.max(0, sample.operations() - before.operations())
                / Math.max(0.1, sample.seconds() - before.seconds());
    }

    private void panel(String name, ToDoubleFunction<Sample> value, int top) {
        double most = Math.max(1, samples.stream().mapToDouble(value).max().orElse(1));
        int bottom = top + PANEL;
        add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 4, name);
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%,.0f</text>", LEFT - 6, top + 10, most);
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", LEFT - 6, bottom);
        for (double fault : faults) {
            add(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#f2b8b5\"/>",
                    x(fault), x(fault), top, bottom);
        }
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#ccc\"/>",
                LEFT, top, WIDTH - LEFT - RIGHT, PANEL);
        StringBuilder points = new StringBuilder();
        int together = samples.size() / MOST_POINTS + 1;
        for (int i = 0; i < samples.size(); i += together) {
            double highest = samples.subList(i, Math.min(samples.size(), i + together)).stream()
                    .mapToDouble(value)
                    .max()
                    .orElse(0);
            points.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", x(samples.get(i).seconds()), bottom - highest / most * (PANEL - 4)));
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"#1a56a0\" stroke-width=\"1.2\"/>",
                points.toString().trim());
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#666\">%.0f s</text>", WIDTH - RIGHT, bottom + 14, end);
    }

    private double x(double seconds) {
        return LEFT + seconds / end * (WIDTH - LEFT - RIGHT);
    }

    @SuppressWarnings("AnnotateFormatMethod") // would need a dependency for one method of a test
    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
