package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a server answers while a script runs on it. The script holds up the connection that it came over, behind which its end could never be asked
 * for: so these have connections of their own. The one node that has something to say of it is the answer.
 */
final class RunningScript implements Handler {

    static final Set<String> COMMANDS = Set.of("SCRIPT KILL", "FUNCTION KILL", "FUNCTION STATS");

    private final Routes routes;

    RunningScript(Routes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Client client, Command command, Reply reply) {
        List<Node> nodes = routes.nodes();
        if (nodes.isEmpty()) {
            reply.done(Routes.NO_NODE);
            return;
        }
        List<byte[]> replies = new ArrayList<>();
        for (Node node : nodes) {
            Connection own = client.upstreams().own(client.protocol(), node);
            own.send(routes.part(client, command, bytes -> {
                client.upstreams().release(own);
                replies.add(bytes);
                if (replies.size() == nodes.size()) {
                    reply.done(replies.stream()
                            .filter(RunningScript::concernsOne)
                            .findFirst()
                            .orElse(replies.get(0)));
                }
            }));
        }
    }

    /** Whether it was said by a node on which a script runs, or ran until now. */
    private static boolean concernsOne(byte[] reply) {
        String text = new String(reply, StandardCharsets.ISO_8859_1);
        return Resp.isError(reply)
                ? !text.startsWith("-NOTBUSY") && !text.startsWith("-ERR dualwrite")
                : !text.contains("running_script\r\n*-1")
                        && !text.contains("running_script\r\n$-1")
                        && !text.contains("running_script\r\n_");
    }
}
