package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code SUBSCRIBE} and its kin; {@link Subscriptions} is a client that has any. */
final class Subscribing {

    private final Routes routes;
    private final Verbs[] verbs;

    /** @param verbs of one element, which is there when the first command comes */
    Subscribing(Routes routes, Verbs[] verbs) {
        this.routes = routes;
        this.verbs = verbs;
    }

    Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        for (String name : List.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE")) {
            handlers.put(name, this::subscribe);
        }
        for (String name : List.of("UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE")) {
            handlers.put(name, this::unsubscribe);
        }
        return handlers;
    }

    private void subscribe(Client client, Command command, Reply reply) {
        if (command.size() < 2) {
            reply.done(Wrong.arguments(command));
            return;
        }
        Mode mode = client.mode();
        if (mode != null && !(mode instanceof Subscriptions)) {
            reply.done(Wrong.refused(
                    command, "a client that watches keys cannot subscribe here (expected: UNWATCH first)"));
            return;
        }
        Subscriptions subscriptions =
                mode instanceof Subscriptions known ? known : new Subscriptions(routes, verbs[0], client);
        subscriptions.subscribe(command, reply);
    }

    /** Without subscriptions: one confirmation per channel named, or one of nothing. */
    private void unsubscribe(Client client, Command command, Reply reply) {
        if (client.mode() instanceof Subscriptions subscriptions) {
            subscriptions.unsubscribe(command, reply);
            return;
        }
        List<byte[]> confirmations = new ArrayList<>();
        String kind = command.name().toLowerCase(java.util.Locale.ROOT);
        for (int i = 1; i < command.size(); i++) {
            confirmations.add(Subscriptions.confirmation(client, kind, Resp.bulk(command.word(i)), 0));
        }
        if (confirmations.isEmpty()) {
            confirmations.add(Subscriptions.confirmation(client, kind, Resp.nothing(client.protocol()), 0));
        }
        client.answerAlthoughSilent(reply);
        reply.done(Resp.join(confirmations));
    }
}
