package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.client.Requests;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where each command goes. Most have one key and go to the node that serves its slot, as they came; the others are answered here, split,
 * sent to every node, or given a connection of their own. Any event loop; blocks never.
 */
public final class Router implements Requests {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private static final Set<String> BEFORE_AUTHENTICATION = Set.of("AUTH", "HELLO", "QUIT", "RESET");

    private final Routes routes;
    private final Verbs verbs;
    private final Learning learning;

    Router(Routes routes, Verbs verbs, Learning learning) {
        this.routes = routes;
        this.verbs = verbs;
        this.learning = learning;
    }

    @Override
    public void received(Client client, Request request) {
        Verb verb = verbs.find(request.bytes(), request.start(0), request.length(0));
        if (verb == null || verb.onlyKey() == 0 || request.size() <= verb.onlyKey() || !client.isPlain()) {
            withCare(client, request, verb);
            return;
        }
        int key = request.start(verb.onlyKey());
        int slot = Slots.of(request.bytes(), key, key + request.length(verb.onlyKey()));
        Invocation invocation = null;
        if (verb.writes()) {
            try {
                invocation = routes.engine().catalogue().resolve(Command.named(verb.name(), request.words()));
            } catch (RefusedCommandException e) {
                client.place().done(refusal(e));
                return;
            }
        }
        client.profile().command(verb.name());
        Forward forward = invocation != null && request.frameLength() >= Outlet.LARGE
                ? new LargeForward(routes, client, invocation)
                : new Forward(routes, client, request.frame(), invocation);
        routes.toSlot(slot, client.place(forward));
    }

    private void withCare(Client client, Request request, @Nullable Verb verb) {
        if (!client.isAuthenticated() && (verb == null || !BEFORE_AUTHENTICATION.contains(verb.name()))) {
            client.place().done(Resp.error("NOAUTH Authentication required."));
            return;
        }
        if (verb != null) {
            client.profile().command(verb.name());
        }
        Mode mode = client.mode();
        if (mode != null && mode.received(request)) {
            return;
        }
        if (verb == null) {
            learning.unknown(client, request);
            return;
        }
        Command command = Command.named(verb.name(), request.words());
        Handler handler = verb.handler();
        Reply reply = client.place();
        try {
            if (handler != null) {
                handler.handle(client, command, reply);
            } else {
                byKeys(client, command, reply);
            }
        } catch (RefusedCommandException e) {
            reply.done(refusal(e));
        } catch (RuntimeException e) {
            log.error("{} failed", command, e);
            reply.done(Resp.error("ERR dualwrite: " + command.name() + " failed inside of the listener"));
        }
    }

    private void byKeys(Client client, Command command, Reply reply) {
        List<byte[]> keys = routes.engine().catalogue().keys(command);
        if (keys.isEmpty()) {
            routes.passToAny(client, command, reply);
        } else if (routes.spansSlots(keys)) {
            reply.done(Routes.CROSS_SLOT);
        } else {
            routes.toSlot(Slots.of(keys.get(0)), routes.part(client, command, bytes -> reply.done(bytes)));
        }
    }

    static byte[] refusal(RefusedCommandException e) {
        return Resp.error("ERR dualwrite: " + e.getMessage());
    }

    /** What a server says of a command that it does not know. */
    static byte[] unknownCommand(Request request) {
        StringBuilder text = new StringBuilder("ERR unknown command '");
        text.append(shown(request, 0)).append("', with args beginning with: ");
        for (int i = 1; i < request.size() && text.length() < 256; i++) {
            text.append('\'').append(shown(request, i)).append("' ");
        }
        return Resp.error(text.toString());
    }

    private static String shown(Request request, int index) {
        int length = Math.min(request.length(index), 128);
        return new String(request.bytes(), request.start(index), length, StandardCharsets.UTF_8);
    }
}
