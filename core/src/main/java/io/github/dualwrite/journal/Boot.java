package io.github.dualwrite.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which start of the machine this is. The file system keeps the memory of a process that dies, not of a machine that loses its power: a journal
 * that was written before the machine started is not believed, unless it was closed.
 */
final class Boot {

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** The same for every process until the machine restarts; where that cannot be told, never the same. */
    static long id() {
        try {
            return Mix.of(Files.readString(LINUX));
        } catch (IOException e) {
            return ProcessHandle.of(1)
                    .flatMap(first -> first.info().startInstant())
                    .map(Instant::toString)
                    .map(Mix::of)
                    .orElseGet(() -> ThreadLocalRandom.current().nextLong());
        }
    }
}
