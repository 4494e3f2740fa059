package io.github.dualwrite.listener.cli;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.config.YamlFile;
import io.github.dualwrite.listener.envoy.EnvoyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from: a file of ours or of Envoy's, and what the command line says otherwise. It can be loaded again.
 *
 * @param file the file
 * @param listen another address, or {@code null}
 * @param threads how many threads serve clients, or {@code null} for what the file says
 * @param insecure whether {@code --insecure} was said
 * @param environment variables
 */
record Source(
        Path file,
        @Nullable String listen,
        @Nullable Integer threads,
        boolean insecure,
        Map<String, String> environment) {

    /**
     * A valid configuration.
     *
     * @param config what it says
     * @param remarks what of it is not honoured; never of a file of our own
     */
    record Loaded(ListenerConfig config, List<String> remarks) {}

    /**
     * Loads it.
     *
     * @throws IOException if the file cannot be read
     * @throws ConfigException if it cannot be used, with everything that is wrong
     */
    Loaded load() throws IOException {
        Map<?, ?> values = YamlFile.read(file);
        Loaded loaded;
        if (EnvoyFile.isOne(values)) {
            EnvoyFile.Read read = EnvoyFile.read(values, environment);
            loaded = new Loaded(read.config(), read.remarks());
        } else {
            loaded = new Loaded(ListenerConfig.of(file, values, environment), List.of());
        }
        ListenerConfig config = loaded.config();
        if (listen != null) {
            config = config.withListen(Endpoint.parse(listen));
        }
        if (threads != null) {
            config = config.withServing(config.serving().withThreads(threads));
        }
        if (insecure) {
            config = config.withAccess(config.access().withInsecure());
        }
        return new Loaded(config.requireValid(), loaded.remarks());
    }
}
