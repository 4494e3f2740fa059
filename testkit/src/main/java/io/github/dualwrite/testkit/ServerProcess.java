package io.github.dualwrite.testkit;

import java.nio.file.Path;

/** One running server in a folder of its own. However this virtual machine dies, the server ends with it. */
interface ServerProcess {

    /** Starts a server on this machine, or in a container where its program lives in an image. */
    static ServerProcess start(ServerOptions options, int port, Path folder) {
        return options.binary().image() == null
                ? HostProcess.start(options, port, folder)
                : DockerServers.start(options, port, folder);
    }

    long pid();

    boolean isAlive();

    /** Stops it where it stands; its sockets stay open. */
    void freeze();

    void thaw();

    /** Kills, also a stopped process, and waits for the end. The folder stays. */
    void kill();

    /** Asks to end, and waits. */
    void terminate();
}
