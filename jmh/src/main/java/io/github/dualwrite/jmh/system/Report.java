package io.github.dualwrite.jmh.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A table: each row is printed as Markdown as soon as it is known, and kept as tab-separated values in the folder that the system property {@code
 * benchmark.results} names, if any, where the plots are made from.
 */
final class Report {

    private final Path file;
    private final boolean kept;

    Report(String name, String heading, String... columns) {
        String folder = System.getProperty("benchmark.results");
        this.kept = folder != null;
        this.file = Path.of(folder == null ? "." : folder, name + ".tsv");
        System.out.printf("%n%s%n%n", heading);
        print(List.of(columns));
        System.out.println("|" + " --- |".repeat(columns.length));
        if (kept) {
            write(String.join("\t", columns) + "\n", false);
        }
    }

    void row(String... cells) {
        print(List.of(cells));
        if (kept) {
            write(String.join("\t", cells) + "\n", true);
        }
    }

    private static void print(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
        System.out.flush();
    }

    private void write(String line, boolean append) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            String before = append && Files.exists(file) ? Files.readString(file) : "";
            Files.writeString(file, before + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(double number, int decimals) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
