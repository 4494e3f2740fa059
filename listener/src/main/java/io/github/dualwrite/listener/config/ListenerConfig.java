package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the listener's file says.
 *
 * @param listen the address to listen on; default 127.0.0.1:6379. Port 0 means any free port
 * @param log what is logged, and where to
 * @param access who may connect, and how
 * @param serving how clients are served
 * @param admin the admin panel, or {@code null} for none
 * @param dualWrite the targets
 * @param readingProblems what was wrong with the file itself
 */
public record ListenerConfig(
        Endpoint listen,
        LogSettings log,
        AccessSettings access,
        Serving serving,
        @Nullable AdminSettings admin,
        DualWriteConfig dualWrite,
        List<Problem> readingProblems) {

    /** Where it listens when nothing else is said. */
    public static final Endpoint DEFAULT_LISTEN = new Endpoint("127.0.0.1", 6379);

    /**
     * Reads a file, with variables from the environment. Relative paths in it are relative to its folder.
     *
     * @throws IOException if the file cannot be read
     * @throws ConfigException if it is not YAML, or no primary can be made out
     */
    public static ListenerConfig load(Path file) throws IOException {
        return load(file, System.getenv());
    }

    /** As {@link #load(Path)} with other variables. */
    public static ListenerConfig load(Path file, Map<String, String> environment) throws IOException {
        return of(file, YamlFile.read(file), environment);
    }

    /** As {@link #load(Path, Map)}, of a file that was read already. */
    public static ListenerConfig of(Path file, Map<?, ?> values, Map<String, String> environment) {
        return new ConfigFile(file, values, environment).read();
    }

    /** These targets behind this address; everything else as it is when nothing is said, without an admin panel. */
    public static ListenerConfig of(Endpoint listen, DualWriteConfig dualWrite) {
        return new ListenerConfig(
                listen,
                LogSettings.ofDefaults(),
                AccessSettings.open(),
                Serving.ofDefaults(),
                null,
                dualWrite,
                List.of());
    }

    /** The same, listening elsewhere. */
    public ListenerConfig withListen(Endpoint address) {
        return new ListenerConfig(address, log, access, serving, admin, dualWrite, readingProblems);
    }

    /** The same for other users. */
    public ListenerConfig withAccess(AccessSettings other) {
        return new ListenerConfig(listen, log, other, serving, admin, dualWrite, readingProblems);
    }

    /** The same, with clients served in another way. */
    public ListenerConfig withServing(Serving other) {
        return new ListenerConfig(listen, log, access, other, admin, dualWrite, readingProblems);
    }

    /** The same with another admin panel, or none. */
    public ListenerConfig withAdmin(@Nullable AdminSettings other) {
        return new ListenerConfig(listen, log, access, serving, other, dualWrite, readingProblems);
    }

    /**
     * This configuration, if nothing is wrong with it.
     *
     * @throws ConfigException with everything that is wrong, in the file and in what it says
     */
    public ListenerConfig requireValid() {
        List<Problem> problems = new ArrayList<>(readingProblems);
        BindRules.check(this, problems);
        log.check(problems);
        problems.addAll(serving.problems());
        problems.addAll(dualWrite.validate());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return this;
    }
}
