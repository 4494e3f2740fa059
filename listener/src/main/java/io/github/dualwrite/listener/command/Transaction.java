package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.Ignored;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that watches keys, or is between {@code MULTI} and {@code EXEC}. It has a connection of its own to the node of its keys from the first
 * command that names one; the server there queues, checks and executes. The engine hears of the block when {@code EXEC} is sent. The client's event
 * loop only.
 */
final class Transaction implements Mode {

    private static final byte[] MULTI = Frames.command("MULTI");
    private static final byte[] EXEC = Frames.command("EXEC");
    private static final byte[] DISCARD = Frames.command("DISCARD");
    private static final byte[] UNWATCH = Frames.command("UNWATCH");
    private static final byte[] ABORTED = Resp.error("EXECABORT Transaction discarded because of previous errors.");
    private static final int UNKNOWN = -1;

    /** They would change the connection, or are the listener's own to answer. */
    private static final Set<String> NOT_INSIDE = Set.of(
            "AUTH",
            "HELLO",
            "CLIENT",
            "SUBSCRIBE",
            "PSUBSCRIBE",
            "SSUBSCRIBE",
            "UNSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SUNSUBSCRIBE",
            "MONITOR",
            "CLUSTER",
            "ASKING",
            "READONLY",
            "READWRITE",
            "SELECT");

    private final Routes routes;
    private final Verbs verbs;
    private final Client client;
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Invocation> invocations = new ArrayList<>();
    private @Nullable Connection connection;
    private int slot = UNKNOWN;
    private boolean inBlock;
    private boolean spoilt;
    private boolean executing;

    Transaction(Routes routes, Verbs verbs, Client client) {
        this.routes = routes;
        this.verbs = verbs;
        this.client = client;
    }

    /** {@code MULTI} has come. */
    void begin() {
        inBlock = true;
        client.profile().state("x");
    }

    @Override
    public boolean received(Request request) {
        Verb verb = verbs.find(request.bytes(), request.start(0), request.length(0));
        String name = verb == null ? "" : verb.name();
        switch (name) {
            case "MULTI" -> {
                if (inBlock) {
                    client.place().done(Resp.error("ERR MULTI calls can not be nested"));
                } else {
                    begin();
                    if (connection != null) {
                        connection.send(new Ignored(MULTI));
                    }
                    client.place().done(Resp.OK);
                }
                return true;
            }
            case "EXEC", "DISCARD", "UNWATCH" -> {
                if (!inBlock && !name.equals("UNWATCH")) {
                    return false;
                }
                if (inBlock && name.equals("UNWATCH")) {
                    queue(request, verb);
                } else if (request.size() != 1) {
                    client.place().done(Wrong.arguments(request.command()));
                    spoilt = true;
                } else if (name.equals("EXEC")) {
                    exec();
                } else {
                    leave(name.equals("DISCARD") ? DISCARD : UNWATCH);
                }
                return true;
            }
            case "WATCH" -> {
                if (inBlock) {
                    client.place().done(Resp.error("ERR WATCH inside MULTI is not allowed"));
                } else {
                    watchMore(request.command());
                }
                return true;
            }
            case "QUIT", "RESET" -> {
                return false;
            }
            default -> {
                if (inBlock) {
                    queue(request, verb);
                }
                return inBlock;
            }
        }
    }

    private void watchMore(Command command) {
        Reply reply = client.place();
        List<byte[]> keys = routes.engine().catalogue().keys(command);
        if (keys.isEmpty()) {
            reply.done(Wrong.arguments(command));
        } else if (routes.spansSlots(keys) || (isClustered() && Slots.of(keys.get(0)) != slot)) {
            reply.done(Routes.CROSS_SLOT);
        } else {
            watch(command, keys, reply);
        }
    }

    private boolean isClustered() {
        return routes.engine().primary().topology().clustered();
    }

    /** Watches keys of one slot, the same as those that are watched already. */
    void watch(Command command, List<byte[]> keys, Reply reply) {
        client.alone(reply, () -> {
            Connection to = connect(Slots.of(keys.get(0)));
            if (to == null) {
                reply.done(Routes.NO_NODE);
            } else {
                to.send(new Answered(client, Frames.command(command.words()), bytes -> reply.done(noRedirect(bytes))));
            }
        });
    }

    /** The connection to the node of a slot, or to any if none is known yet. */
    private @Nullable Connection connect(int wanted) {
        Connection known = connection;
        SlotMap map = routes.engine().primary().topology().map();
        Node node = wanted == UNKNOWN ? routes.nodeOf(List.of()) : map.owner(wanted);
        if (known != null
                && (wanted == UNKNOWN || slot != UNKNOWN || known.node().equals(node))) {
            slot = slot == UNKNOWN ? wanted : slot;
            return known;
        }
        if (node == null) {
            return null;
        }
        if (known != null) {
            known.send(new Ignored(DISCARD)); // so far no command had a key; now the place is known
            release(known);
        }
        slot = wanted;
        Connection made = client.upstreams().own(client.protocol(), node);
        connection = made;
        if (inBlock) {
            made.send(new Ignored(MULTI));
            frames.forEach(frame -> made.send(new Ignored(frame)));
        }
        return made;
    }

    private void queue(Request request, @Nullable Verb verb) {
        Reply reply = client.place();
        if (verb == null) {
            spoilt = true;
            reply.done(Router.unknownCommand(request));
            return;
        }
        Command command = Command.named(verb.name(), request.words());
        List<byte[]> keys;
        Invocation invocation;
        try {
            invocation = routes.engine().catalogue().resolve(command);
            keys = routes.engine().catalogue().keys(command);
        } catch (RefusedCommandException e) {
            spoilt = true;
            reply.done(Router.refusal(e));
            return;
        }
        boolean manyNodes = routes.nodes().size() > 1;
        if (NOT_INSIDE.contains(command.name())
                || (manyNodes
                        && keys.isEmpty()
                        && (isOfEveryNode(command) || !invocation.writtenKeys().isEmpty()))) {
            spoilt = true;
            reply.done(
                    Wrong.refused(command, "it cannot be part of a transaction, which is on one node of the primary"));
            return;
        }
        int place = keys.isEmpty() ? UNKNOWN : Slots.of(keys.get(0));
        if (routes.spansSlots(keys) || (isClustered() && place != UNKNOWN && slot != UNKNOWN && place != slot)) {
            spoilt = true;
            reply.done(Routes.CROSS_SLOT);
            return;
        }
        Connection to = connect(place);
        if (to == null) {
            spoilt = true;
            reply.done(Routes.NO_NODE);
            return;
        }
        frames.add(Frames.command(command.words()));
        invocations.add(invocation);
        int index = invocations.size() - 1;
        to.send(new Answered(client, frames.get(index), bytes -> {
            if (Resp.isError(bytes)) {
                spoilt = true;
            }
            reply.done(noRedirect(bytes));
        }));
    }

    private static boolean isOfEveryNode(Command command) {
        return EveryNode.NAMES.contains(command.name())
                || Set.of("SCAN", "RANDOMKEY").contains(command.name());
    }

    /** A client that knows of no cluster cannot follow a redirect; it can try again. */
    private byte[] noRedirect(byte[] bytes) {
        if (Resp.isError(bytes) && Redirect.of(Resp.line(bytes)) != null) {
            routes.engine().primary().refreshSoon();
            return Resp.error("TRYAGAIN dualwrite: the slot of this transaction is being moved");
        }
        return bytes;
    }

    private void exec() {
        Reply reply = client.place();
        inBlock = false;
        Connection to = connection;
        client.alone(reply, () -> {
            if (spoilt || to == null) {
                if (to != null) {
                    to.send(new Ignored(DISCARD));
                }
                finish();
                reply.done(spoilt ? ABORTED : Resp.EMPTY_ARRAY);
                return;
            }
            executing = true;
            to.send(new Executed(routes, client, EXEC, List.copyOf(invocations), bytes -> {
                finish();
                reply.done(noRedirect(bytes));
            }));
        });
    }

    private void leave(byte[] frame) {
        Reply reply = client.place();
        Connection to = connection;
        inBlock = false;
        client.alone(reply, () -> {
            if (to == null) {
                finish();
                reply.done(Resp.OK);
                return;
            }
            to.send(new Answered(client, frame, bytes -> {
                finish();
                reply.done(bytes);
            }));
        });
    }

    private void finish() {
        if (!client.isGone()) {
            client.mode(null);
            client.profile().state("N");
        }
        Connection last = connection;
        if (last != null) {
            connection = null;
            release(last);
        }
    }

    /** Gives a connection back when what was sent over it has been answered. */
    private void release(Connection last) {
        if (last.isIdle()) {
            client.upstreams().release(last);
        } else {
            last.send(new Answered(client, UNWATCH, bytes -> client.upstreams().release(last)));
        }
    }

    @Override
    public void end() {
        Connection last = connection;
        if (last != null && !executing) {
            connection = null;
            last.end("the client has gone"); // nothing of an open block is executed, and the server forgets what is
            // watched
        }
    }
}
