package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is between {@code MULTI} and {@code EXEC}: queued at the server, understood here. The client's event loop only. */
final class Block {

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
    private final Client client;
    private final Pinned pinned;
    private final Learning learning;
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Invocation> invocations = new ArrayList<>();
    private boolean spoilt;

    Block(Routes routes, Client client, Pinned pinned, Learning learning) {
        this.routes = routes;
        this.client = client;
        this.pinned = pinned;
        this.learning = learning;
    }

    /** Something in it was refused here, so that the server knows nothing of it: it will not be executed. What the server refuses, it remembers. */
    void spoil() {
        spoilt = true;
    }

    boolean isSpoilt() {
        return spoilt;
    }

    /** What is to be executed, in order. */
    List<Invocation> invocations() {
        return List.copyOf(invocations);
    }

    /** One more command. */
    void queue(Request request, @Nullable Verb verb) {
        if (verb == null) {
            learning.ask(client, request, this::queue, this::spoil);
            return;
        }
        Reply reply = client.place();
        Command command = Command.named(verb.name(), request.words());
        try {
            queue(
                    command,
                    routes.engine().catalogue().resolve(command),
                    routes.engine().catalogue().keys(command),
                    reply);
        } catch (RefusedCommandException e) {
            refuse(reply, Router.refusal(e));
        }
    }

    /** What a server refuses here. Whether that ends the block differs by server, so it is asked. */
    void pass(Command command) {
        Reply reply = client.place();
        Connection to = way(routes.engine().catalogue().keys(command), reply);
        if (to != null) {
            send(to, command, reply::done);
        }
    }

    private void queue(Command command, Invocation invocation, List<byte[]> keys, Reply reply) {
        if (!mayBeInside(command, invocation, keys)) {
            refuse(
                    reply,
                    Wrong.refused(command, "it cannot be part of a transaction, which is on one node of the primary"));
            return;
        }
        Connection to = way(keys, reply);
        if (to != null) {
            invocations.add(invocation);
            send(to, command, bytes -> reply.done(pinned.withoutRedirect(bytes)));
        }
    }

    /** The connection of the block, if it can be that of {@code keys}, too; otherwise {@code null}, and the client has been told. */
    private @Nullable Connection way(List<byte[]> keys, Reply reply) {
        int slot = keys.isEmpty() ? Pinned.NO_SLOT : Slots.of(keys.get(0));
        if (routes.spansSlots(keys) || pinned.isElsewhere(slot)) {
            refuse(reply, Routes.CROSS_SLOT);
            return null;
        }
        Connection to = pinned.to(slot, frames);
        if (to == null) {
            refuse(reply, Routes.NO_NODE);
        }
        return to;
    }

    private void send(Connection to, Command command, Consumer<byte[]> answered) {
        byte[] frame = Frames.command(command.words());
        frames.add(frame);
        to.send(new Answered(client, frame, answered));
    }

    private void refuse(Reply reply, byte[] error) {
        spoilt = true;
        reply.done(error);
    }

    private boolean mayBeInside(Command command, Invocation invocation, List<byte[]> keys) {
        if (NOT_INSIDE.contains(command.name())) {
            return false;
        }
        boolean manyNodes = routes.nodes().size() > 1;
        return !manyNodes
                || !keys.isEmpty()
                || (!isOfEveryNode(command) && invocation.writtenKeys().isEmpty());
    }

    private static boolean isOfEveryNode(Command command) {
        return EveryNode.NAMES.contains(command.name())
                || command.name().equals("SCAN")
                || command.name().equals("RANDOMKEY");
    }
}
