package io.github.dualwrite.jmh.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * RedisFullCheck scans the primary, asks both sides for the type and length of each key and, if it is told to compare values, then for the value. It
 * looks neither at times to live nor for keys that only the secondary has. It looks once at each key; all else is as it is by default.
 */
final class RedisFullCheck implements Checker {

    /** What it compares. */
    enum Mode {
        VALUES("values", 1, "|equal|{%d "),
        LENGTHS("lengths", 2, "");

        private final String label;
        private final int number;
        private final String equal; // how it counts those equal, if it does

        Mode(String label, int number, String equal) {
            this.label = label;
            this.number = number;
            this.equal = equal;
        }
    }

    private final Program program;
    private final Servers servers;
    private final Mode mode;

    RedisFullCheck(Program program, Servers servers, Mode mode) {
        this.program = program;
        this.servers = servers;
        this.mode = mode;
    }

    @Override
    public String name() {
        return "RedisFullCheck, " + mode.label;
    }

    @Override
    public boolean comparesValues() {
        return mode == Mode.VALUES;
    }

    /**
     * Its pace gives out leave to compare a batch once a second, and for the first time when a second is over; until then it only scans. What it gives out
     * is more than can be used here.
     */
    @Override
    public Duration idle() {
        return Duration.ofSeconds(1);
    }

    @Override
    public boolean findsOneOf(int keys) {
        Path folder = Program.folder("redis-full-check");
        Program.Outcome outcome = program.run(
                folder,
                List.of(
                        "--source=" + String.join(";", servers.primary().seeds()),
                        "--target=" + String.join(";", servers.secondary().seeds()),
                        "--sourcedbtype=1",
                        "--targetdbtype=1",
                        "--comparemode=" + mode.number,
                        "--comparetimes=1",
                        "--db=" + folder.resolve("found")));
        String text = outcome.text();
        return outcome.exit() == 0
                && text.contains("KeyScan:{" + keys + " ")
                && text.contains(mode.equal.formatted(keys - 1))
                && text.contains("totally 1 key(s) and 0 field(s) conflict");
    }
}
