package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.Ignored;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ways to the primary's nodes: by slot, by node, to any, to all. The client's event loop only. */
final class Routes {

    private static final byte[] ASKING = Frames.command("ASKING");

    /** What a client is told while the primary has never been reached. */
    static final byte[] NO_NODE = Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known");

    /** What a client is told whose command would have to be in several places at once. */
    static final byte[] CROSS_SLOT = Resp.error("CROSSSLOT Keys in request don't hash to the same slot");

    private final Engine engine;

    Routes(Engine engine) {
        this.engine = engine;
    }

    Engine engine() {
        return engine;
    }

    /** The primary's nodes now; empty while it has not been reached. */
    List<Node> nodes() {
        return engine.primary().topology().map().primaries();
    }

    /** The node that serves the keys, any node if there are none, or {@code null} if that is not known. */
    @Nullable
    Node nodeOf(List<byte[]> keys) {
        if (!keys.isEmpty()) {
            return engine.primary().topology().map().owner(Slots.of(keys.get(0)));
        }
        List<Node> nodes = nodes();
        return nodes.isEmpty() ? null : nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
    }

    /** Whether a cluster would refuse a command with these keys. */
    boolean spansSlots(List<byte[]> keys) {
        if (keys.size() < 2 || !engine.primary().topology().clustered()) {
            return false;
        }
        int slot = Slots.of(keys.get(0));
        for (int i = 1; i < keys.size(); i++) {
            if (Slots.of(keys.get(i)) != slot) {
                return true;
            }
        }
        return false;
    }

    void toSlot(int slot, Forward forward) {
        Client client = forward.client();
        Connection connection = client.upstreams().toSlot(client.protocol(), slot);
        if (connection == null) {
            forward.done(Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known to serve slot " + slot));
        } else {
            connection.send(forward);
        }
    }

    void toNode(Node node, Forward forward) {
        Client client = forward.client();
        client.upstreams().toNode(client.protocol(), node).send(forward);
    }

    /** Sends a command to a node, and fills {@code reply} with what it answers. */
    void pass(Node node, Client client, Command command, Reply reply) {
        toNode(node, part(client, command, bytes -> reply.done(bytes)));
    }

    /** As {@link #pass}, to any node. */
    void passToAny(Client client, Command command, Reply reply) {
        Node node = nodeOf(List.of());
        if (node == null) {
            reply.done(NO_NODE);
        } else {
            pass(node, client, command, reply);
        }
    }

    Part part(Client client, Command command, Consumer<byte[]> taker) {
        Invocation invocation = engine.catalogue().resolve(command);
        return new Part(this, client, Frames.command(command.words()), invocation, taker);
    }

    void follow(Redirect redirect, Forward forward) {
        Client client = forward.client();
        if (!redirect.asking()) {
            engine.primary().refreshSoon();
        }
        List<Node> nodes = nodes();
        Node node = redirect.node(nodes.isEmpty() ? "127.0.0.1" : nodes.get(0).host());
        Connection connection = client.upstreams().toNode(client.protocol(), node);
        if (redirect.asking()) {
            connection.send(new Ignored(ASKING));
        }
        connection.send(forward);
    }
}
