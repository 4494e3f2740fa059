package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.versions.Script;
import io.github.dualwrite.versions.Side;
import io.github.dualwrite.versions.Versions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An effect that has waited sends what remains of a relative time, deletes when nothing does, and leaves an absolute time alone. */
class AgedStepTest {

    private static final long AGE = 40_000;

    private static Versions versions;

    @BeforeAll
    static void start() throws IOException {
        versions = new Versions();
    }

    @AfterAll
    static void stop() {
        versions.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET k v EX 100               | 60000",
                "SET k v PX 100000 NX         | 60000",
                "SETEX k 100 v                | 60000",
                "PSETEX k 100000 v            | 60000",
                "EXPIRE k 100                 | 60000",
                "PEXPIRE k 100000             | 60000",
                "GETEX k EX 100               | 60000",
                "RESTORE k 100000 %dump:src REPLACE | 60000",
                "SET k v PXAT %ms+100000      | 100000",
                "EXPIREAT k %s+100            | 100000",
                "GETEX k PXAT %ms+100000      | 100000",
                "SET k v                      | -1",
                "SET k v EX 40                | -2",
                "SET k v EX 10                | -2",
                "SETEX k 10 v                 | -2",
                "EXPIRE k 39                  | -2",
                "GETEX k PX 1                 | -2",
                "RESTORE k 10 %dump:src REPLACE | -2",
            })
    void keys(String line, long ttl) throws IOException {
        for (Side server : versions.primaries()) {
            server.empty();
            server.run(line.contains("NX") ? List.of("SET src v") : List.of("SET k v", "SET src v"));
            assertThat(afterWaiting(server, line)).as("%s on %s", line, server).isTrue();
            Object left = server.connection().call("PTTL", "k");
            assertThat((Long) left)
                    .as("%s on %s", line, server)
                    .isBetween(ttl < 0 ? ttl : ttl - 15_000, ttl < 0 ? ttl : ttl + 1_000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HEXPIRE h 100 FIELDS 1 a        | 60000",
                "HPEXPIRE h 100000 FIELDS 1 a    | 60000",
                "HSETEX h EX 100 FIELDS 1 a 9    | 60000",
                "HGETEX h PX 100000 FIELDS 1 a   | 60000",
                "HEXPIREAT h %s+100 FIELDS 1 a   | 100000",
                "HEXPIRE h 10 FIELDS 1 a         | -2",
                "HSETEX h EX 10 FIELDS 1 a 9     | -2",
                "HGETEX h EX 10 FIELDS 1 a       | -2",
            })
    void fields(String line, long ttl) throws IOException {
        boolean any = false;
        for (Side server : versions.primaries()) {
            if (!server.knows(line.split(" ")[0])) {
                continue;
            }
            any = true;
            server.empty();
            server.run(List.of("HSET h a 1 b 2"));
            assertThat(afterWaiting(server, line)).as("%s on %s", line, server).isTrue();
            List<?> left =
                    Objects.requireNonNull((List<?>) server.connection().call("HPTTL", "h", "FIELDS", "2", "a", "b"));
            assertThat((Long) left.get(0))
                    .as("%s on %s", line, server)
                    .isBetween(ttl < 0 ? ttl : ttl - 15_000, ttl < 0 ? ttl : ttl + 1_000);
            assertThat(left.get(1)).as("the other field on %s", server).isEqualTo(-1L);
        }
        assumeTrue(any, "no server at hand keeps times per field");
    }

    /** The command on a server, and again on the same server as its effect {@value #AGE} milliseconds later. */
    private static boolean afterWaiting(Side server, String line) throws IOException {
        Command command = Script.command(line, server);
        Object reply = server.call(command);
        Effect effect = Effects.standard().of(Catalogue.builtIn().resolve(command), reply);
        List<Step> aged = effect.steps().stream().map(step -> step.aged(AGE)).toList();
        return Applied.to(server.connection(), aged).accepted();
    }
}
