package io.github.dualwrite.jmh.system;

import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * RedisShake copies everything once: in its mode that scans the primary, or in the one that takes part in its replication and reads a snapshot. The program
 * is not part of the build; whoever has one names it.
 */
final class RedisShake {

    /** How it reads. */
    enum Mode {
        SCAN("RedisShake, scan", "scan_reader", "count = 1000"),
        SNAPSHOT("RedisShake, snapshot", "sync_reader", "sync_aof = false");

        private final String label;
        private final String section;
        private final String option;

        Mode(String label, String section, String option) {
            this.label = label;
            this.section = section;
            this.option = option;
        }

        String label() {
            return label;
        }
    }

    private final Program program;
    private final Servers servers;

    RedisShake(Program program, Servers servers) {
        this.program = program;
        this.servers = servers;
    }

    /** @return whether it ended by itself and well */
    boolean run(Mode mode) {
        try {
            Path folder = Program.folder("redis-shake");
            Path settings = folder.resolve("shake.toml");
            Files.writeString(settings, settings(mode, folder));
            return program.run(folder, List.of(settings.toString())).exit() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
