package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.util.List;
import java.util.Map;

/** {@code MULTI}, {@code WATCH} and what ends them, for a client that is in no transaction yet; {@link Transaction} is one that is. */
final class Transactions {

    private final Routes routes;
    private final Verbs[] verbs;
    private final Learning learning;

    /** @param verbs of one element, which is there when the first command comes */
    Transactions(Routes routes, Verbs[] verbs, Learning learning) {
        this.routes = routes;
        this.verbs = verbs;
        this.learning = learning;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "MULTI", this::multi,
                "EXEC", (client, command, reply) -> reply.done(outside(command)),
                "DISCARD", (client, command, reply) -> reply.done(outside(command)),
                "WATCH", this::watch,
                "UNWATCH",
                        (client, command, reply) ->
                                reply.done(command.size() == 1 ? Resp.OK : Wrong.arguments(command)));
    }

    private static byte[] outside(Command command) {
        return command.size() == 1 ? Resp.error("ERR " + command.name() + " without MULTI") : Wrong.arguments(command);
    }

    private void multi(Client client, Command command, Reply reply) {
        if (command.size() != 1) {
            reply.done(Wrong.arguments(command));
            return;
        }
        Transaction transaction = new Transaction(routes, verbs[0], learning, client);
        transaction.begin();
        client.mode(transaction);
        reply.done(Resp.OK);
    }

    private void watch(Client client, Command command, Reply reply) {
        List<byte[]> keys = routes.engine().catalogue().keys(command);
        if (keys.isEmpty()) {
            reply.done(Wrong.arguments(command));
        } else if (routes.spansSlots(keys)) {
            reply.done(Routes.CROSS_SLOT);
        } else {
            Transaction transaction = new Transaction(routes, verbs[0], learning, client);
            client.mode(transaction);
            transaction.watch(command, keys, reply);
        }
    }
}
