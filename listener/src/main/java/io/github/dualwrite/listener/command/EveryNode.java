package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Elements;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Commands that concern every node of the primary: sent to each, answered once. */
final class EveryNode implements Handler {

    static final Set<String> NAMES = Set.of("FLUSHALL", "FLUSHDB", "SCRIPT", "FUNCTION", "DBSIZE", "KEYS", "SLOWLOG");

    private final Routes routes;
    private final RunningScript runningScript;

    EveryNode(Routes routes) {
        this.routes = routes;
        this.runningScript = new RunningScript(routes);
    }

    @Override
    public void handle(Client client, Command command, Reply reply) {
        if (RunningScript.COMMANDS.contains(command.name() + " " + Words.sub(command))) {
            runningScript.handle(client, command, reply);
        } else {
            toAll(client, command, merge(command), reply);
        }
    }

    void toAll(Client client, Command command, Function<List<byte[]>, byte[]> merge, Reply reply) {
        List<Node> nodes = routes.nodes();
        if (nodes.isEmpty()) {
            reply.done(Routes.NO_NODE);
            return;
        }
        Gathering gathering = new Gathering(nodes.size(), merge, bytes -> reply.done(bytes));
        for (int i = 0; i < nodes.size(); i++) {
            routes.toNode(nodes.get(i), routes.part(client, command, gathering.part(i)));
        }
    }

    private Function<List<byte[]>, byte[]> merge(Command command) {
        String what = command.name() + " " + Words.sub(command);
        return switch (what) {
            case "DBSIZE ", "SLOWLOG LEN" -> Gathering::sum;
            case "SLOWLOG GET" -> EveryNode::concatenated;
            case "SCRIPT EXISTS" -> EveryNode::everywhere;
            default -> command.name().equals("KEYS") ? EveryNode::concatenated : replies -> replies.get(0);
        };
    }

    static byte[] concatenated(List<byte[]> arrays) {
        List<byte[]> elements = new ArrayList<>();
        for (byte[] array : arrays) {
            elements.addAll(Elements.of(array));
        }
        return Resp.array(elements);
    }

    /** A script exists where it exists on every node: only there every key can be used with it. */
    private static byte[] everywhere(List<byte[]> arrays) {
        List<byte[]> all = Elements.of(arrays.get(0));
        for (byte[] array : arrays) {
            List<byte[]> elements = Elements.of(array);
            for (int i = 0; i < all.size(); i++) {
                if (elements.get(i)[1] == '0') {
                    all.set(i, elements.get(i));
                }
            }
        }
        return Resp.array(all);
    }
}
