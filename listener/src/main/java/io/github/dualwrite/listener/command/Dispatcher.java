package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.listener.upstream.UpstreamConnection;
import io.github.dualwrite.listener.upstream.Upstreams;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides where each command goes: it is answered here, sent to the node that owns its slot, split by slots, or sent to every node. Any event
 * loop; blocks never.
 */
public final class Dispatcher {

    /** They hold up everything behind them on a shared connection. */
    private static final Set<String> BLOCKING = Set.of(
            "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "WAITAOF");

    /** They change or need the state of a connection, which clients share. */
    private static final Set<String> PER_CONNECTION = Set.of(
            "WATCH",
            "UNWATCH",
            "SUBSCRIBE",
            "PSUBSCRIBE",
            "SSUBSCRIBE",
            "UNSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SUNSUBSCRIBE",
            "MONITOR",
            "ASKING",
            "READONLY",
            "READWRITE",
            "REPLCONF");

    private static final Set<String> EVERY_NODE = Set.of("FLUSHALL", "FLUSHDB", "SCRIPT", "FUNCTION", "DBSIZE", "KEYS");

    private final Engine engine;
    private final Upstreams upstreams;
    private final LocalCommands local = new LocalCommands();

    /** Sends what is not answered here to {@code upstreams}. */
    public Dispatcher(Engine engine, Upstreams upstreams) {
        this.engine = engine;
        this.upstreams = upstreams;
    }

    Engine engine() {
        return engine;
    }

    /** Sends to a node, as the client of that number. */
    void send(Node node, int client, UpstreamConnection.Exchange exchange) {
        upstreams.send(node, client, exchange);
    }

    /**
     * Takes a command and fills {@code reply} sooner or later.
     *
     * @throws RefusedCommandException if the command is not passed on
     */
    public void dispatch(Client client, Command command, PendingReply reply) {
        if (local.answer(client, command, reply)) {
            return;
        }
        check(command);
        List<byte[]> keys = engine.catalogue().keys(command);
        if (keys.isEmpty()) {
            withoutKeys(client, command, reply);
        } else if (spansSlots(keys)) {
            if (Splitting.canSplit(command)) {
                Splitting.split(this, client, command, reply);
            } else {
                reply.done(Resp.error("CROSSSLOT Keys in request don't hash to the same slot"));
            }
        } else {
            toSlot(client.number(), command, Slots.of(keys.get(0)), reply);
        }
    }

    /** @throws RefusedCommandException if the listener does not pass such a command on */
    public void check(Command command) {
        String name = command.name();
        boolean blocks = BLOCKING.contains(name)
                || ((name.equals("XREAD") || name.equals("XREADGROUP")) && hasOption(command, "BLOCK"));
        if (blocks || PER_CONNECTION.contains(name)) {
            throw new RefusedCommandException(
                    "command " + name
                            + ": not supported by the listener yet (expected: a command that neither blocks nor changes its connection)");
        }
        if (name.equals("CLUSTER")
                && !(command.size() > 1 && Set.of("KEYSLOT", "INFO", "MYID").contains(command.option(1)))) {
            throw new RefusedCommandException(
                    "command CLUSTER: not answered by the listener"
                            + " (expected: a client without cluster mode; one that knew the nodes would write past the listener)");
        }
        engine.catalogue().resolve(command);
    }

    private static boolean hasOption(Command command, String option) {
        for (int i = 1; i < command.size(); i++) {
            if (command.option(i).equals(option)) {
                return true;
            }
        }
        return false;
    }

    private static boolean spansSlots(List<byte[]> keys) {
        int slot = Slots.of(keys.get(0));
        for (int i = 1; i < keys.size(); i++) {
            if (Slots.of(keys.get(i)) != slot) {
                return true;
            }
        }
        return false;
    }

    private void withoutKeys(Client client, Command command, PendingReply reply) {
        if (command.name().equals("SCAN")) {
            Scanning.scan(this, client, command, reply);
        } else if (EVERY_NODE.contains(command.name())) {
            Broadcast.send(this, client, command, reply);
        } else {
            toAnyNode(client.number(), command, reply);
        }
    }

    /** The primary's nodes now; empty while it has not been reached. */
    List<Node> nodes() {
        return engine.primary().topology().map().primaries();
    }

    void toSlot(int client, Command command, int slot, PendingReply reply) {
        SlotMap map = engine.primary().topology().map();
        Node owner = map.owner(slot);
        if (owner == null) {
            engine.primary().refreshSoon();
            reply.done(Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known to serve slot " + slot));
        } else {
            send(owner, client, exchange(client, command, reply));
        }
    }

    void toNode(int client, Command command, Node node, PendingReply reply) {
        send(node, client, exchange(client, command, reply));
    }

    private void toAnyNode(int client, Command command, PendingReply reply) {
        List<Node> nodes = nodes();
        if (nodes.isEmpty()) {
            reply.done(Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known"));
        } else {
            toNode(client, command, nodes.get(ThreadLocalRandom.current().nextInt(nodes.size())), reply);
        }
    }

    private CommandExchange exchange(int client, Command command, PendingReply reply) {
        return CommandExchange.of(this, client, command, engine.catalogue().resolve(command), reply);
    }

    /** Executes a block, which must be in one slot, as one piece. */
    public void execute(Client client, List<Command> block, PendingReply reply) {
        List<Invocation> invocations = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (Command command : block) {
            invocations.add(engine.catalogue().resolve(command));
            keys.addAll(engine.catalogue().keys(command));
        }
        if (block.isEmpty()) {
            reply.done(Resp.EMPTY_ARRAY);
            return;
        }
        if (keys.isEmpty() && invocations.stream().anyMatch(i -> i.access() == Access.WRITE)) {
            reply.done(Resp.error(
                    "ERR dualwrite: a transaction of commands without keys is not supported by the listener"));
            return;
        }
        if (!keys.isEmpty() && spansSlots(keys)) {
            reply.done(Resp.error("CROSSSLOT Keys in request don't hash to the same slot"));
            return;
        }
        List<Node> nodes = nodes();
        Node owner = keys.isEmpty()
                ? nodes.isEmpty() ? null : nodes.get(0)
                : engine.primary().topology().map().owner(Slots.of(keys.get(0)));
        if (owner == null) {
            reply.done(Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known"));
        } else {
            send(owner, client.number(), CommandExchange.block(this, client.number(), block, invocations, reply));
        }
    }
}
