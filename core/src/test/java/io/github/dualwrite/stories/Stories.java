package io.github.dualwrite.stories;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The table: {@code core/stories}. Ends with 0 only if every figure of ours is 0. */
public final class Stories {

    private Stories() {}

    /** {@code [seconds]}: how long the second cluster stands still; 10 otherwise. */
    public static void main(String[] words) throws InterruptedException {
        Duration frozen = Duration.ofSeconds(words.length > 0 ? Long.parseLong(words[0]) : 10);
        List<Figures.Row> rows;
        try (Scene scene = new Scene()) {
            rows = new Figures(scene, frozen, 1).all();
        }
        print("story", "counted", "naive writer", "Dualwrite", "of");
        for (Figures.Row row : rows) {
            print(row.story(), row.counted(), number(row.naive()), number(row.ours()), number(row.of()));
        }
        System.exit(rows.stream().allMatch(row -> row.ours() == 0) ? 0 : 1);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static void print(Object... cells) {
        System.out.println(String.format(Locale.ROOT, "%-34s %-40s %14s %12s %12s", cells));
    }
}
