package io.github.dualwrite.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who takes over what, in one directory. Between processes: {@code KillTest}. */
class JournalsTest {

    @TempDir
    private Path folder;

    private Journals journals = new Journals(Path.of(""), Duration.ZERO);

    @BeforeEach
    void inANewDirectory() {
        journals = new Journals(folder.resolve("made/when/needed"), Duration.ofMinutes(1));
    }

    private Journal open() {
        return journals.open("cluster2");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("made/when/needed"))) {
            return all.filter(path -> path.toString().endsWith(".journal")).toList();
        }
    }

    /** Leaves {@code slots} in doubt, as a close that could not drain. */
    private Path leave(int... slots) throws IOException {
        Journal journal = open();
        for (int slot : slots) {
            journal.doubts().opened(slot);
        }
        assertThat(journal.close(false)).isEqualTo(slots.length);
        return files().get(0);
    }

    @Test
    void whatOneHasLeftTheNextTakesOver() throws IOException {
        leave(5, 6);
        Journal next = open();
        assertThat(next.inheritance().slots().stream()).containsExactly(5, 6);
        assertThat(files())
                .as("the dead one's is kept until its slots are asked for")
                .hasSize(2);
        next.inheritance().discharge();
        assertThat(files()).hasSize(1);
        next.close(true);
        assertThat(files()).isEmpty();
    }

    @Test
    void whoDiesBeforeItHasAskedLeavesBothToTheNext() throws IOException {
        leave(5);
        Journal between = open();
        between.doubts().opened(9);
        between.close(false);
        Journal next = open();
        assertThat(next.inheritance().slots().stream()).containsExactly(5, 9);
        next.close(true);
    }

    @Test
    void whoLeavesNothingLeavesNothing() throws IOException {
        Journal journal = open();
        journal.doubts().opened(3);
        journal.doubts().closed(3);
        journal.close(true);
        assertThat(files()).isEmpty();
    }

    @Test
    void theLivingKeepTheirs() throws IOException {
        Journal one = open();
        one.doubts().opened(1);
        Journal two = open();
        assertThat(two.inheritance().slots().isEmpty()).isTrue();
        assertThat(two.id()).isNotEqualTo(one.id());
        Journal other = journals.open("cluster3");
        assertThat(other.inheritance().slots().isEmpty()).isTrue();
        assertThat(files()).hasSize(3);
        List.of(one, two, other).forEach(journal -> journal.close(true));
    }

    @Test
    void aDamagedFileMeansEverything() throws IOException {
        Path file = leave(5);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), 9_000);
        }
        assertEverythingIsInDoubt();
    }

    @Test
    void aTruncatedFileMeansEverything() throws IOException {
        try (FileChannel channel = FileChannel.open(leave(5), StandardOpenOption.WRITE)) {
            channel.truncate(100);
        }
        assertEverythingIsInDoubt();
    }

    @Test
    void aFileUnderAnotherNameMeansEverything() throws IOException {
        Path file = leave(5);
        Files.move(file, file.resolveSibling("cluster2.old.journal"));
        assertEverythingIsInDoubt();
    }

    @Test
    void aFileThatWasOpenWhenTheMachineWentDownMeansEverything() throws IOException {
        Path file = leave(5);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(Layout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(bytes, 0);
            String name = file.getFileName().toString();
            Layout.Header elsewhere = new Layout.Header(
                    java.util.UUID.fromString(
                            name.substring("cluster2.".length(), name.length() - ".journal".length())),
                    Boot.id() + 1,
                    "cluster2");
            channel.write(Layout.blank(elsewhere), 0);
        }
        assertEverythingIsInDoubt();
    }

    private void assertEverythingIsInDoubt() throws IOException {
        Journal next = open();
        assertThat(next.inheritance().slots().cardinality()).isEqualTo(SlotMap.SLOTS);
        next.inheritance().discharge();
        assertThat(files()).hasSize(1);
        next.close(true);
    }

    @Test
    void aJournalAboutOtherClustersIsForeign() {
        Journal journal = open();
        journal.about(Set.of("p"), Set.of("s"));
        journal.close(false);
        Journal next = open();
        assertThat(next.inheritance().isForeign(Set.of("p"), Set.of("other"))).isTrue();
        assertThat(next.inheritance().isForeign(Set.of("p"), Set.of("other")))
                .as("said once")
                .isFalse();
        next.close(false);
        Journal same = open();
        assertThat(same.inheritance().isForeign(Set.of("p"), Set.of("s"))).isFalse();
        same.close(true);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new Journals(file, Duration.ZERO).open("cluster2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("journal.directory: " + file)
                .hasMessageContaining("expected: a directory");
    }
}
