package io.github.dualwrite.listener.command;

import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Clients;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.config.ClusterMode;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code INFO}: what the primary's first node says, the keys of all nodes added up, and a section of the listener's own, {@code dualwrite}, with a
 * line per secondary.
 */
final class InfoCommand implements Handler {

    private static final String SECTION = "DUALWRITE";

    private final Routes routes;
    private final EveryNode everyNode;
    private final Clients clients;
    private final ClusterMode clusterMode;

    InfoCommand(Routes routes, EveryNode everyNode, Clients clients, ClusterMode clusterMode) {
        this.routes = routes;
        this.everyNode = everyNode;
        this.clients = clients;
        this.clusterMode = clusterMode;
    }

    @Override
    public void handle(Client client, Command command, Reply reply) {
        List<byte[]> others = new ArrayList<>();
        boolean own = command.size() == 1;
        others.add(command.word(0));
        for (int i = 1; i < command.size(); i++) {
            String section = command.option(i);
            own |= section.equals(SECTION)
                    || List.of("ALL", "EVERYTHING", "DEFAULT").contains(section);
            if (!section.equals(SECTION)) {
                others.add(command.word(i));
            }
        }
        String section = own ? section() : "";
        if (command.size() > 1 && others.size() == 1) {
            reply.done(Resp.verbatim(client.protocol(), section));
            return;
        }
        everyNode.toAll(
                client,
                Command.named("INFO", others.toArray(new byte[0][])),
                replies -> Resp.verbatim(client.protocol(), merged(replies) + section),
                reply);
    }

    /** What a client needs to know of the listener rather than of the nodes behind it. */
    private String merged(List<byte[]> replies) {
        boolean emulated = clusterMode == ClusterMode.EMULATED;
        String mode = emulated ? "cluster" : "standalone";
        return new InfoTexts(replies.stream().map(InfoCommand::text).toList())
                .merged(Map.of(
                        "cluster_enabled",
                        emulated ? "1" : "0",
                        "redis_mode",
                        mode,
                        "server_mode",
                        mode,
                        "connected_clients",
                        Integer.toString(clients.connected())));
    }

    private static String text(byte[] reply) {
        int start = 0;
        while (reply[start] != '\n') {
            start++;
        }
        start += reply[0] == '=' ? 5 : 1;
        return new String(reply, start, Math.max(0, reply.length - start - 2), StandardCharsets.UTF_8);
    }

    private String section() {
        StringBuilder text = new StringBuilder("# Dualwrite\r\n");
        text.append("dualwrite_connected_clients:").append(clients.connected()).append("\r\n");
        text.append("dualwrite_accepted_clients:").append(clients.accepted()).append("\r\n");
        text.append("dualwrite_refused_clients:").append(clients.refused()).append("\r\n");
        text.append("dualwrite_commands:").append(clients.commands()).append("\r\n");
        text.append("dualwrite_primary_nodes:").append(routes.nodes().size()).append("\r\n");
        for (SecondaryStatus status : routes.engine().status()) {
            text.append("dualwrite_")
                    .append(status.name())
                    .append(":in_agreement=")
                    .append(status.isInAgreement() ? 1 : 0)
                    .append(",lag_ms=")
                    .append(status.lag().toMillis())
                    .append(",queued=")
                    .append(status.queuedEffects())
                    .append(",dirty_keys=")
                    .append(status.dirtyKeys())
                    .append(",unsynced_slots=")
                    .append(status.unsyncedSlots())
                    .append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
