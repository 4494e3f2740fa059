package io.github.dualwrite.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where this process remembers which slots are in doubt, so that whoever starts after a {@code kill -9} repairs those alone.
 *
 * @param directory of the journals, on a disk that outlives the process; made if it is not there; several processes may share it. {@code null}
 *     (the default): no journal, and a process that dies makes the others, or the next one to start, compare every slot
 * @param restartWithin how long after this process has vanished the others wait for one that takes its journal over, before they compare every
 *     slot themselves. Default 2 minutes
 */
public record Journal(@Nullable Path directory, Duration restartWithin) {

    /** No journal. */
    public static Journal none() {
        return new Journal(null, Duration.ofMinutes(2));
    }

    /** A journal in a directory, with the default time to restart. */
    public static Journal in(Path directory) {
        return new Journal(directory, none().restartWithin());
    }

    void check(Checks checks) {
        checks.notNegative("restart-within", restartWithin);
    }
}
