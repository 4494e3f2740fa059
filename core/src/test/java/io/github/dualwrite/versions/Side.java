package io.github.dualwrite.versions;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.ServerBinary;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One single server that plays the primary or a secondary. For one thread. */
public final class Side implements AutoCloseable {

    private final LocalCluster cluster;
    private final NodeConnection connection;
    private final NodeConnection newProtocol;
    private final Set<String> commands = new HashSet<>();

    Side(String role, ServerBinary binary) throws IOException {
        cluster = LocalCluster.builder().name(role).standalone().server(binary).start();
        connection = connect();
        newProtocol = connect();
        newProtocol.call("HELLO", "3");
        for (Object each : Objects.requireNonNull((List<?>) connection.call("COMMAND"))) {
            commands.add(Script.text(((List<?>) each).get(0)).toUpperCase(Locale.ROOT));
        }
    }

    private NodeConnection connect() throws IOException {
        return connector().connect(new Node("127.0.0.1", cluster.nodes().get(0).port()));
    }

    /** The server as a configured target. */
    public Target target() {
        return Target.standalone("server", cluster.nodes().get(0).endpoint());
    }

    /** A maker of further connections. */
    public TargetConnector connector() {
        return new TargetConnector(target());
    }

    /** The connection that speaks RESP2. */
    public NodeConnection connection() {
        return connection;
    }

    /** The program that runs. */
    public ServerBinary server() {
        return cluster.server();
    }

    /** Whether the server has the command; of a container, whether it has the container. */
    public boolean knows(String command) {
        return commands.contains(command.split(" ")[0].toUpperCase(Locale.ROOT));
    }

    /** The server's answer over RESP2. */
    public @Nullable Object call(Command command) throws IOException {
        return connection.call(command.words());
    }

    /** The server's answer over RESP3 or RESP2. */
    public @Nullable Object call(Command command, boolean resp3) throws IOException {
        return (resp3 ? newProtocol : connection).call(command.words());
    }

    /** Runs commands that must not fail. */
    public void run(List<String> lines) throws IOException {
        for (String line : lines) {
            Command command = Script.command(line, this);
            if (call(command) instanceof RespError error) {
                throw new IllegalStateException(server() + ": " + line + ": " + error.message());
            }
        }
    }

    /** Removes every key. */
    public void empty() throws IOException {
        connection.call("FLUSHALL");
    }

    /** Everything it holds. */
    public DataSet data() {
        return DataSet.of(cluster);
    }

    @Override
    public void close() {
        connection.close();
        newProtocol.close();
        cluster.close();
    }

    @Override
    public String toString() {
        return server().toString();
    }
}
