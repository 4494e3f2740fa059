package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.Ignored;
import io.github.dualwrite.listener.wire.Elements;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for something to happen: they would hold up everything behind them on a shared connection, so each has one of its own while it
 * waits. If the client goes, so does the connection, which is how the server learns of it.
 */
final class Lone {

    private final Routes routes;

    Lone(Routes routes) {
        this.routes = routes;
    }

    Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        for (String name :
                List.of("BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP")) {
            handlers.put(name, this::wait);
        }
        handlers.put("XREAD", this::read);
        handlers.put("XREADGROUP", this::read);
        handlers.put("WAIT", this::replicas);
        handlers.put("WAITAOF", this::replicas);
        return handlers;
    }

    private void read(Client client, Command command, Reply reply) {
        int streams = Words.find(command, 1, "STREAMS");
        int block = Words.find(command, 1, "BLOCK");
        if (block > 0 && (streams < 0 || block < streams)) {
            wait(client, command, reply);
            return;
        }
        List<byte[]> keys = routes.engine().catalogue().keys(command);
        Node node = routes.nodeOf(keys);
        if (routes.spansSlots(keys)) {
            reply.done(Routes.CROSS_SLOT);
        } else if (node == null) {
            reply.done(Routes.NO_NODE);
        } else {
            routes.pass(node, client, command, reply);
        }
    }

    private void wait(Client client, Command command, Reply reply) {
        List<byte[]> keys = routes.engine().catalogue().keys(command);
        Invocation invocation = routes.engine().catalogue().resolve(command);
        if (routes.spansSlots(keys)) {
            reply.done(Routes.CROSS_SLOT);
            return;
        }
        client.alone(reply, () -> {
            Node node = routes.nodeOf(keys);
            if (node == null) {
                reply.done(Routes.NO_NODE);
                return;
            }
            Waiting waiting = new Waiting(client);
            Connection connection = waiting.own(node);
            connection.send(new Part(routes, client, Frames.command(command.words()), invocation, bytes -> {
                waiting.over();
                reply.done(bytes);
            }));
        });
    }

    /**
     * {@code WAIT} concerns the writes of the connection that it comes from; those of a client here went over others. But a server counts whatever
     * was written by then as before any command of a connection, so one harmless command in front makes it the right question, on every node.
     */
    private void replicas(Client client, Command command, Reply reply) {
        client.alone(reply, () -> {
            List<Node> nodes = routes.nodes();
            if (nodes.isEmpty()) {
                reply.done(Routes.NO_NODE);
                return;
            }
            Waiting waiting = new Waiting(client);
            boolean pairs = command.name().equals("WAITAOF");
            Gathering gathering = new Gathering(nodes.size(), pairs ? Lone::leastOfPairs : Gathering::least, bytes -> {
                waiting.over();
                reply.done(bytes);
            });
            for (int i = 0; i < nodes.size(); i++) {
                Connection connection = waiting.own(nodes.get(i));
                connection.send(routes.part(client, Command.of("PING"), bytes -> {}));
                connection.send(routes.part(client, command, gathering.part(i)));
            }
        });
    }

    private static byte[] leastOfPairs(List<byte[]> replies) {
        List<List<byte[]>> pairs = replies.stream().map(Elements::of).toList();
        return Resp.array(List.of(
                Gathering.least(pairs.stream().map(pair -> pair.get(0)).toList()),
                Gathering.least(pairs.stream().map(pair -> pair.get(1)).toList())));
    }

    /** A client's state while it waits: the connections that it has meanwhile. */
    private static final class Waiting implements Mode {

        private final Client client;
        private final @Nullable Mode before;
        private final List<Connection> connections = new ArrayList<>();

        Waiting(Client client) {
            this.client = client;
            this.before = client.mode();
            client.mode(this);
            client.profile().state("b");
            client.profile().onUnblock(this::unblock);
        }

        Connection own(Node node) {
            Connection connection = client.upstreams().own(client.protocol(), node);
            connection.patient(true);
            connections.add(connection);
            return connection;
        }

        private void unblock(boolean withError) {
            for (Connection connection : connections) {
                long number = connection.id().clientId();
                if (number > 0) {
                    client.upstreams()
                            .toNode(client.protocol(), connection.node())
                            .send(new Ignored(Frames.command(
                                    "CLIENT", "UNBLOCK", Long.toString(number), withError ? "ERROR" : "TIMEOUT")));
                }
            }
        }

        void over() {
            client.profile().onUnblock(null);
            connections.forEach(client.upstreams()::release);
            connections.clear();
            if (!client.isGone()) {
                client.mode(before);
                client.profile().state("N");
            }
        }

        @Override
        public boolean received(Request request) {
            return false;
        }

        @Override
        public boolean lasts() {
            return true;
        }

        @Override
        public void end() {
            List<Connection> left = List.copyOf(connections);
            connections.clear();
            left.forEach(connection -> connection.end("the client has gone"));
            if (before != null) {
                before.end();
            }
        }
    }
}
