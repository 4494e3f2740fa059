package io.github.dualwrite.testkit;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The last resort for a server: Testcontainers with the image {@value #IMAGE}, where Testcontainers is on the class path and Docker answers. The
 * containers use the host's network, as cluster nodes must be reached under the addresses they announce; so this serves on Linux.
 */
final class DockerServers {

    static final String IMAGE = "valkey/valkey:8.1";

    private static final Logger log = LoggerFactory.getLogger(DockerServers.class);

    private DockerServers() {}

    /** The server of the image; empty, with the reason in the log, where it cannot run. */
    static Optional<ServerBinary> find() {
        try {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.of(new ServerBinary(Path.of("valkey-server"), "Valkey 8.1", 8, 1, true, IMAGE));
            }
            log.info("no server in a container: Docker does not answer");
        } catch (LinkageError e) {
            log.info("no server in a container: org.testcontainers:testcontainers is not on the class path");
        }
        return Optional.empty();
    }

    static ServerProcess start(ServerOptions options, int port, Path folder) {
        return DockerProcess.start(options, port, folder);
    }
}
