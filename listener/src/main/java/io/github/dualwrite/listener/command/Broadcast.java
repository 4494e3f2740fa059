package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Arrays;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Commands that concern every node of the primary: sent to each, answered once. */
final class Broadcast {

    private Broadcast() {}

    static void send(Dispatcher dispatcher, Client client, Command command, PendingReply reply) {
        List<Node> nodes = dispatcher.nodes();
        if (nodes.isEmpty()) {
            reply.done(Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known"));
            return;
        }
        Gathering gathering = new Gathering(nodes.size(), merge(command), reply);
        for (int i = 0; i < nodes.size(); i++) {
            dispatcher.toNode(client.number(), command, nodes.get(i), gathering.part(i));
        }
    }

    private static Function<List<byte[]>, byte[]> merge(Command command) {
        return switch (command.name()) {
            case "DBSIZE" -> Gathering::sum;
            case "KEYS" -> Broadcast::concatenated;
            default -> replies -> replies.get(0);
        };
    }

    private static byte[] concatenated(List<byte[]> arrays) {
        List<byte[]> elements = new ArrayList<>();
        for (byte[] array : arrays) {
            elements.addAll(Arrays.elements(array));
        }
        return Resp.array(elements);
    }
}
