package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands about servers: what they say of themselves goes to one node, what administers them to every one, if it is allowed. */
final class ServerCommands {

    private static final Set<String> OF_ONE = Set.of(
            "CONFIG GET",
            "CONFIG HELP",
            "ACL WHOAMI",
            "ACL CAT",
            "ACL GENPASS",
            "ACL HELP",
            "ACL LIST",
            "ACL USERS",
            "ACL GETUSER",
            "ACL DRYRUN",
            "ACL LOG",
            "LATENCY DOCTOR",
            "LATENCY GRAPH",
            "LATENCY HELP",
            "LATENCY HISTOGRAM",
            "LATENCY HISTORY",
            "LATENCY LATEST",
            "MODULE LIST",
            "MODULE HELP",
            "MEMORY DOCTOR",
            "MEMORY HELP",
            "MEMORY MALLOC-STATS",
            "MEMORY STATS",
            "DEBUG HELP",
            "COMMANDLOG GET",
            "COMMANDLOG LEN",
            "COMMANDLOG HELP");

    private static final Set<String> OF_A_KEY = Set.of(
            "DEBUG OBJECT",
            "DEBUG HTSTATS-KEY",
            "DEBUG LISTPACK",
            "DEBUG QUICKLIST",
            "DEBUG SDSLEN",
            "DEBUG DIGEST-VALUE");

    private static final List<String> GUARDED = List.of(
            "CONFIG", "ACL", "DEBUG", "MODULE", "LATENCY", "COMMANDLOG", "SAVE", "BGSAVE", "BGREWRITEAOF", "LASTSAVE");

    private static final List<String> NEVER = List.of(
            "MONITOR",
            "SHUTDOWN",
            "FAILOVER",
            "REPLCONF",
            "SENTINEL",
            "HOST:",
            "POST",
            "SYNC",
            "PSYNC",
            "REPLICAOF",
            "SLAVEOF");

    private final Routes routes;
    private final EveryNode everyNode;
    private final boolean adminCommands;

    ServerCommands(Routes routes, EveryNode everyNode, boolean adminCommands) {
        this.routes = routes;
        this.everyNode = everyNode;
        this.adminCommands = adminCommands;
    }

    Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        GUARDED.forEach(name -> handlers.put(name, this::guarded));
        NEVER.forEach(name -> handlers.put(name, ServerCommands::never));
        for (String name : List.of("COMMAND", "TIME", "ROLE", "PUBSUB", "PUBLISH", "LOLWUT")) {
            handlers.put(name, this::one);
        }
        return handlers;
    }

    /** What one node says is true of all, or of the cluster. Always the first one, so that it says the same twice. */
    private void one(Client client, Command command, Reply reply) {
        List<Node> nodes = routes.nodes();
        if (nodes.isEmpty()) {
            reply.done(Routes.NO_NODE);
        } else {
            routes.pass(nodes.get(0), client, command, reply);
        }
    }

    private void guarded(Client client, Command command, Reply reply) {
        String what = (command.name() + " " + Words.sub(command)).strip();
        if (OF_A_KEY.contains(what) && command.size() > 2) {
            Node node = routes.nodeOf(List.of(command.word(2)));
            if (node == null) {
                reply.done(Routes.NO_NODE);
            } else {
                routes.pass(node, client, command, reply);
            }
        } else if (OF_ONE.contains(what) || what.equals("LASTSAVE")) {
            one(client, command, reply);
        } else if (adminCommands) {
            everyNode.toAll(client, command, replies -> replies.get(0), reply);
        } else {
            reply.done(
                    Wrong.refused(
                            command,
                            "it administers the primary's nodes (expected: to be sent to the nodes themselves, or admin-commands: true)"));
        }
    }

    private static void never(Client client, Command command, Reply reply) {
        reply.done(
                command.name().equals("MONITOR")
                        ? Wrong.refused(
                                command,
                                "it would show what all clients write (expected: to be sent to the nodes themselves)")
                        : Wrong.refused(command, "it concerns one server (expected: to be sent to that node itself)"));
    }
}
