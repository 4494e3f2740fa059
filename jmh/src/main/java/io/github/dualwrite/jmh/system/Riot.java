package io.github.dualwrite.jmh.system;

import java.time.Duration;
import java.util.List;

/**
 * {@code riot compare} scans the primary and has a script read type, time to live and value of each key on both sides. It does not look for keys that only
 * the secondary has.
 */
final class Riot implements Checker {

    private final Program program;
    private final Servers servers;

    Riot(Program program, Servers servers) {
        this.program = program;
        this.servers = servers;
    }

    @Override
    public String name() {
        return "RIOT";
    }

    @Override
    public boolean comparesValues() {
        return true;
    }

    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public boolean findsOneOf(int keys) {
        Program.Outcome outcome = program.run(
                Program.folder("riot"),
                List.of(
                        "compare",
                        "redis://" + servers.primary().seeds()[0],
                        "redis://" + servers.secondary().seeds()[0],
                        "--source-cluster",
                        "--target-cluster",
                        "--mem-limit=-1", // the memory of a key is not asked for
                        "--read-batch=500",
                        "--batch=500"));
        // exit code 1: something differs
        return outcome.exit() == 1
                && outcome.text().contains("Verification failed (value: 1)")
                && outcome.text().contains(keys + "/" + keys + " (");
    }
}
