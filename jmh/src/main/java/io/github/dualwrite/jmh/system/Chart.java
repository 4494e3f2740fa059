package io.github.dualwrite.jmh.system;

import java.util.List;
import java.util.Locale;

/** One plot as SVG: groups of bars with their ranges, or a line, over a labelled scale. Plain enough for every viewer. */
final class Chart {

    private static final String[] COLOURS = {"#4c78a8", "#f58518", "#54a24b", "#b279a2", "#e45756", "#72b7b2"};
    private static final int LEFT = 60;
    private static final int TOP = 48;
    private static final int HEIGHT = 240;

    private final StringBuilder svg = new StringBuilder();
    private final int width;
    private final double most;

    /** @param most the upper end of the scale, which begins at 0 */
    Chart(String title, int width, double most) {
        this.width = width;
        this.most = most;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>%n",
                width,
                TOP + HEIGHT + 60,
                LEFT,
                escaped(title)));
        for (int i = 0; i <= 4; i++) {
            double value = most * i / 4;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                    LEFT,
                    width - 10,
                    y(value),
                    y(value)));
            text(LEFT - 6, y(value) + 4, "end", number(value));
        }
    }

    private double y(double value) {
        return TOP + HEIGHT - Math.min(value, most) / most * HEIGHT;
    }

    /** A line across, to compare with. */
    Chart mark(double value, String label) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"black\" stroke-dasharray=\"4 3\"/>%n",
                LEFT,
                width - 10,
                y(value),
                y(value)));
        text(width - 12, y(value) - 4, "end", label);
        return this;
    }

    Chart legend(List<String> names) {
        int x = LEFT;
        for (int i = 0; i < names.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT, "<rect x=\"%d\" y=\"29\" width=\"10\" height=\"10\" fill=\"%s\"/>%n", x, COLOURS[i]));
            text(x + 14, 38, "start", names.get(i));
            x += 28 + 7 * names.get(i).length();
        }
        return this;
    }

    /** Where a group of bars begins, of {@code groups}. */
    private double groupAt(int group, int groups) {
        return LEFT + 10 + (double) (width - LEFT - 20) * group / groups;
    }

    Chart group(int group, int groups, String label) {
        text((groupAt(group, groups) + groupAt(group + 1, groups)) / 2, TOP + HEIGHT + 18, "middle", label);
        return this;
    }

    /** A bar with its value, and a thin line from the least to the most that was measured. */
    Chart bar(int group, int groups, int bar, int bars, double value, double least, double highest) {
        double space = (groupAt(1, groups) - groupAt(0, groups) - 14) / bars;
        double x = groupAt(group, groups) + bar * space;
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n"
                        + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"black\"/>%n",
                x,
                y(value),
                space - 3,
                TOP + HEIGHT - y(value),
                COLOURS[bar % COLOURS.length],
                x + space / 2 - 1,
                x + space / 2 - 1,
                y(least),
                y(highest)));
        text(x + space / 2 - 1, TOP + HEIGHT + 34, "middle", number(value));
        return this;
    }

    /** Points from left to right, joined. */
    Chart line(List<Double> xs, List<Double> ys) {
        double last = xs.get(xs.size() - 1);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < xs.size(); i++) {
            double x = LEFT + (width - LEFT - 20) * xs.get(i) / last;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(ys.get(i))));
            text(x, TOP + HEIGHT + 18, "middle", number(xs.get(i)));
        }
        svg.append(String.format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", points, COLOURS[0]));
        return this;
    }

    private void text(double x, double y, String anchor, String content) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                escaped(content)));
    }

    private static String number(double value) {
        if (value >= 1_000_000) {
            return String.format(Locale.ROOT, "%.0fM", value / 1_000_000);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    String svg() {
        return svg + "</svg>\n";
    }
}
