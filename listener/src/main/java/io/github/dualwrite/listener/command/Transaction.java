package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.Ignored;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.List;
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

    private final Routes routes;
    private final Verbs verbs;
    private final Learning learning;
    private final Client client;
    private final Pinned pinned;
    private @Nullable Block block;
    private boolean executing;

    Transaction(Routes routes, Verbs verbs, Learning learning, Client client) {
        this.routes = routes;
        this.verbs = verbs;
        this.learning = learning;
        this.client = client;
        this.pinned = new Pinned(routes, client);
    }

    /** {@code MULTI} has come. */
    void begin() {
        block = new Block(routes, client, pinned, learning);
        client.profile().state("x");
        Connection known = pinned.connection();
        if (known != null) {
            known.send(new Ignored(MULTI));
        }
    }

    @Override
    public boolean received(Request request) {
        Verb verb = verbs.find(request.bytes(), request.start(0), request.length(0));
        String name = verb == null ? "" : verb.name();
        if (name.equals("QUIT") || name.equals("RESET")) {
            return false;
        }
        Block open = block;
        return open == null ? watching(name, request) : inside(open, name, request, verb);
    }

    /** A request of a client that only watches so far. */
    private boolean watching(String name, Request request) {
        switch (name) {
            case "MULTI" -> {
                begin();
                client.place().done(Resp.OK);
            }
            case "WATCH" -> watchMore(request.command());
            case "UNWATCH" -> {
                if (request.size() == 1) {
                    leave(UNWATCH);
                } else {
                    client.place().done(Wrong.arguments(request.command()));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean inside(Block open, String name, Request request, @Nullable Verb verb) {
        boolean ends = name.equals("EXEC") || name.equals("DISCARD");
        if (name.equals("MULTI") || name.equals("WATCH")) {
            open.pass(request.command());
        } else if (ends && request.size() != 1) {
            open.spoil();
            client.place().done(Wrong.arguments(request.command()));
        } else if (name.equals("EXEC")) {
            exec(open);
        } else if (ends) {
            leave(DISCARD);
        } else {
            open.queue(request, verb);
        }
        return true;
    }

    private void watchMore(Command command) {
        Reply reply = client.place();
        List<byte[]> keys = routes.engine().catalogue().keys(command);
        if (keys.isEmpty()) {
            reply.done(Wrong.arguments(command));
        } else if (routes.spansSlots(keys) || pinned.isElsewhere(Slots.of(keys.get(0)))) {
            reply.done(Routes.CROSS_SLOT);
        } else {
            watch(command, keys, reply);
        }
    }

    /** Watches keys of one slot, the same as those that are watched already. */
    void watch(Command command, List<byte[]> keys, Reply reply) {
        client.alone(reply, () -> {
            Connection to = pinned.to(Slots.of(keys.get(0)), null);
            if (to == null) {
                reply.done(Routes.NO_NODE);
            } else {
                to.send(new Answered(
                        client, Frames.command(command.words()), bytes -> reply.done(pinned.withoutRedirect(bytes))));
            }
        });
    }

    private void exec(Block open) {
        Reply reply = client.place();
        block = null;
        Connection to = pinned.connection();
        client.alone(reply, () -> {
            if (open.isSpoilt() || to == null) {
                if (to != null) {
                    to.send(new Ignored(DISCARD));
                }
                finish();
                reply.done(open.isSpoilt() ? ABORTED : Resp.EMPTY_ARRAY);
                return;
            }
            executing = true;
            to.send(new Executed(routes, client, EXEC, open.invocations(), bytes -> {
                finish();
                reply.done(pinned.withoutRedirect(bytes));
            }));
        });
    }

    private void leave(byte[] frame) {
        Reply reply = client.place();
        Connection to = pinned.connection();
        block = null;
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
        pinned.release();
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public void end() {
        if (!executing) {
            pinned.drop();
        }
    }
}
