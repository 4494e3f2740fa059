package io.github.dualwrite.listener.cli;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.TopologyKind;
import io.github.dualwrite.listener.access.Access;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.net.Connector;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ServerIdentity;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.net.Topologies;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** {@code --check}: every target is connected to, every primary node of it answers, and a line says so for each. Nothing is written anywhere. */
final class Check {

    private final PrintStream out;
    private final Map<String, String> targetByServer = new HashMap<>();

    Check(PrintStream out) {
        this.out = out;
    }

    /** Returns whether everything is well. */
    boolean run(ListenerConfig config) {
        boolean well = access(config);
        well &= target("primary", config.dualWrite().primary());
        for (Target secondary : config.dualWrite().secondaries()) {
            well &= target("secondary", secondary);
        }
        return well;
    }

    private boolean access(ListenerConfig config) {
        try {
            Access.of(config.access());
            return true;
        } catch (IOException e) {
            out.println("FAILED " + e.getMessage());
            return false;
        }
    }

    private boolean target(String role, Target target) {
        try {
            Connector connector = new TargetConnector(target);
            SlotMap map = Topologies.of(target, connector).refresh();
            String versions = "";
            for (Node node : map.primaries()) {
                versions = version(target, connector, node);
            }
            int owned = 0;
            for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
                owned += map.owner(slot) == null ? 0 : 1;
            }
            if (owned < SlotMap.SLOTS) {
                throw new IOException(
                        target.name() + ": " + owned + " slots have a node (expected: all " + SlotMap.SLOTS + ")");
            }
            out.println("ok     " + target.name() + ": " + role + ", "
                    + (target.topology() == TopologyKind.CLUSTER
                            ? map.primaries().size() + " primary nodes, all slots"
                            : "a single server")
                    + ", " + versions + (target.tls() == null ? ", no encryption" : ", encrypted"));
            return true;
        } catch (IOException | RuntimeException e) {
            out.println("FAILED " + e.getMessage());
            return false;
        }
    }

    private String version(Target target, Connector connector, Node node) throws IOException {
        try (NodeConnection connection = connector.connect(node)) {
            Object reply = connection.call("PING");
            if (reply instanceof RespError error) {
                throw new IOException(target.name() + ": " + node + " answered " + error.message());
            }
            String id = connection.server().runId();
            String other = id.isEmpty() ? null : targetByServer.putIfAbsent(id, target.name());
            if (other != null && !other.equals(target.name())) {
                throw new IOException(
                        target.name() + ": " + node + " belongs to " + other + " (expected: another cluster)");
            }
            ServerIdentity server = connection.server();
            return server.product() + " " + server.major() + "." + server.minor() + "." + server.patch();
        }
    }
}
