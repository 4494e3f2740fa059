package io.github.dualwrite.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the page names are there. */
class FailureStoriesPageTest {

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("..", "docs", "failure-stories.md");

    private static final Path TESTS = Path.of("src", "test", "java");

    private static final Pattern NAME = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void everyStoryIsHeldByTestsThatExist() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .takeWhile(line -> !line.equals("## Figures"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| story") && !line.startsWith("| ---"))
                .toList();
        assertThat(rows).hasSize(20);
        for (String row : rows) {
            Matcher name = NAME.matcher(row);
            int named = 0;
            while (name.find()) {
                named++;
                String source = source(name.group(1));
                if (name.group(2) != null) {
                    assertThat(source).as(row).contains("void " + name.group(2) + "(");
                }
            }
            assertThat(named > 0 || row.endsWith("| - |")).as(row).isTrue();
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> found =
                    files.filter(file -> file.endsWith(test + ".java")).toList();
            assertThat(found).as(test).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
