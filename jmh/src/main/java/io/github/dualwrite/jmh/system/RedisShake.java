package io.github.dualwrite.jmh.system;

import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * RedisShake copies everything once: in its mode that scans the primary, or in the one that takes part in its replication and reads a snapshot. The program
 * is not part of the build; whoever has one names it.
 */
final class RedisShake {

    /** How it reads. */
    enum Mode {
        SCAN("scan_reader", "count = 1000"),
        SNAPSHOT("sync_reader", "sync_aof = false");

        private final String section;
        private final String option;

        Mode(String section, String option) {
            this.section = section;
            this.option = option;
        }
    }

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Path program;
    private final Servers servers;

    /** @throws IllegalArgumentException if that is no program */
    RedisShake(Path program, Servers servers) {
        if (!Files.isExecutable(program)) {
            throw new IllegalArgumentException(
                    "--shake " + program + ": cannot be run (expected: the path of a program)");
        }
        this.program = program;
        this.servers = servers;
    }

    /** @return whether it ended by itself and well */
    boolean run(Mode mode) {
        try {
            Path folder = Files.createTempDirectory("redis-shake");
            Path settings = folder.resolve("shake.toml");
            Files.writeString(settings, settings(mode, folder));
            Process process = new ProcessBuilder(program.toString(), settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                return process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String settings(Mode mode, Path folder) {
        return """
                [%s]
                cluster = true
                address = "%s"
                %s
                [redis_writer]
                cluster = true
                address = "%s"
                [advanced]
                dir = "%s"
                log_level = "warn"
                rdb_restore_command_behavior = "rewrite"
                """.formatted(mode.section, first(servers.primary()), mode.option, first(servers.secondary()), folder);
    }

    private static String first(LocalCluster cluster) {
        return cluster.seeds()[0];
    }
}
