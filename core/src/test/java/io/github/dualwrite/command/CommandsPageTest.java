package io.github.dualwrite.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that users read says what the table says, and the table says something sensible of every row. */
class CommandsPageTest {

    private static final String WRITE =
            "mvn -B test -pl core -am -Dtest=CommandsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddualwrite.docs=write";

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("..", "docs", "commands.md");

    @Test
    void thePageIsTheTable() throws IOException {
        String page = CommandsPage.generate();
        if ("write".equals(System.getProperty("dualwrite.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("written by: %s", WRITE).exists();
        assertThat(Files.readString(PAGE))
                .as("docs/commands.md; to write it again: %s", WRITE)
                .isEqualTo(page);
    }

    @Test
    void everyRowIsInOneGroup() {
        String page = CommandsPage.generate();
        for (CommandRow row : CommandTable.INSTANCE.rows()) {
            assertThat(page).containsOnlyOnce("| `" + row.name() + "` |");
        }
    }

    @Test
    void effectsAreOfWritesOnly() {
        for (CommandRow row : CommandTable.INSTANCE.rows()) {
            boolean mirrored = row.access() == Access.WRITE && row.refusal() == null;
            boolean message = row.effect() == EffectKind.CHANNEL;
            assertThat(row.effect() != EffectKind.NONE && !message)
                    .as(row.name())
                    .isEqualTo(mirrored);
            assertThat(message).as(row.name()).isEqualTo(row.name().endsWith("PUBLISH"));
            if (mirrored) {
                assertThat(row.effect().treatment()).as(row.name()).isNotEqualTo(Treatment.NONE);
            }
        }
    }

    /** A copied key is not proved by a reply, and words that are sent are. */
    @Test
    void whatIsSentHasAReply() {
        for (EffectKind kind : EffectKind.values()) {
            boolean sent = kind.treatment() != Treatment.NONE && kind.treatment() != Treatment.REPAIRED;
            assertThat(kind.replyClass() != ReplyClass.NONE).as(kind.name()).isEqualTo(sent);
            assertThat(kind.description()).as(kind.name()).endsWith(".").doesNotContain("|");
        }
    }
}
