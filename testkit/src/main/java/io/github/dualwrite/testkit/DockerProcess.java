package io.github.dualwrite.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** One server in a container on the host's network, run by the user who runs the tests; Testcontainers removes it when this machine dies. */
final class DockerProcess implements ServerProcess {

    private static final int SECONDS_TO_END = 10;

    private final GenericContainer<?> container;
    private final DockerClient docker;
    private final String id;

    private DockerProcess(GenericContainer<?> container) {
        this.container = container;
        this.docker = container.getDockerClient();
        this.id = container.getContainerId();
    }

    // containers outlive this method: terminate() and kill() end them
    @SuppressWarnings("resource")
    static DockerProcess start(ServerOptions options, int port, Path folder) {
        try {
            Files.createDirectories(folder);
            String user = Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
            List<String> words = new ArrayList<>(ServerArguments.of(options, port, folder));
            words.addAll(List.of("--logfile", folder.resolve("server.log").toString()));
            GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(
                            Objects.requireNonNull(options.binary().image())))
                    .withNetworkMode("host")
                    .withFileSystemBind(folder.toString(), folder.toString(), BindMode.READ_WRITE)
                    .withCommand(words.toArray(new String[0]))
                    .withCreateContainerCmdModifier(create -> create.withUser(user)
                            .withEntrypoint(options.binary().path().toString()));
            TestCertificates tls = options.tls();
            if (tls != null) {
                String certificates =
                        Objects.requireNonNull(tls.caPem().getParent()).toString();
                container.withFileSystemBind(certificates, certificates, BindMode.READ_ONLY);
            }
            container.start();
            return new DockerProcess(container);
        } catch (IOException e) {
            throw new UncheckedIOException("server cannot be started in " + folder, e);
        }
    }

    @Override
    public long pid() {
        Long pid = state().getPidLong();
        return pid == null ? -1 : pid;
    }

    @Override
    public boolean isAlive() {
        return container.getContainerId() != null && Boolean.TRUE.equals(state().getRunning());
    }

    @Override
    public void freeze() {
        docker.pauseContainerCmd(id).exec();
    }

    @Override
    public void thaw() {
        docker.unpauseContainerCmd(id).exec();
    }

    @Override
    public void kill() {
        container.stop(); // Testcontainers kills and removes
    }

    @Override
    public void terminate() {
        if (isAlive()) {
            docker.stopContainerCmd(id).withTimeout(SECONDS_TO_END).exec();
        }
        container.stop();
    }

    private InspectContainerResponse.ContainerState state() {
        return docker.inspectContainerCmd(id).exec().getState();
    }
}
