package io.github.dualwrite.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** The reference of properties in the page that users read is the metadata that their editors read. */
class PropertiesPageTest {

    private static final String WRITE =
            "mvn -B test -pl spring-autoconfigure -am -Dtest=PropertiesPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddualwrite.docs=write";

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("..", "docs", "spring.md");

    private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");
    private static final String BEGIN = "<!-- properties: begin -->\n";
    private static final String END = "<!-- properties: end -->\n";

    @Test
    void theReferenceIsTheMetadata() throws IOException {
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if ("write".equals(System.getProperty("dualwrite.docs"))) {
            Files.writeString(PAGE, expected);
            page = expected;
        }
        assertThat(page)
                .as("docs/spring.md; to write its reference again: %s", WRITE)
                .isEqualTo(expected);
    }

    @Test
    void everyPropertyIsDescribed() throws IOException {
        Map<String, Map<?, ?>> properties = properties();
        assertThat(properties).hasSizeGreaterThan(40);
        properties.forEach((name, property) ->
                assertThat(property.get("description")).as(name).isNotNull());
    }

    private static Map<String, Map<?, ?>> properties() throws IOException {
        Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(Files.readString(METADATA));
        Map<String, Map<?, ?>> byName = new TreeMap<>();
        for (Object property : (List<?>) Objects.requireNonNull(metadata.get("properties"))) {
            Map<?, ?> fields = (Map<?, ?>) property;
            byName.put(String.valueOf(fields.get("name")), fields);
        }
        return byName;
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("| property | type | default | meaning |\n| --- | --- | --- | --- |\n");
        properties()
                .forEach((name, property) -> table.append("| `")
                        .append(name.replace("dualwrite.clusters.name.", "dualwrite.clusters.<name>."))
                        .append("` | ")
                        .append(type(String.valueOf(property.get("type"))))
                        .append(" | ")
                        .append(property.containsKey("defaultValue") ? "`" + property.get("defaultValue") + "`" : "")
                        .append(" | ")
                        .append(property.get("description"))
                        .append(" |\n"));
        return table.toString();
    }

    /** Without packages. */
    private static String type(String type) {
        return type.replaceAll("[a-z.]+\\.([A-Z])", "$1").replace("$", ".").replace("<", "\\<");
    }
}
