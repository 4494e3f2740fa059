package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands of modules: the primary is asked what they are, on a thread that may wait; the client waits, its event loop does not. */
final class Learning {

    private static final Logger log = LoggerFactory.getLogger(Learning.class);

    private final Routes routes;
    private final Executor mayWait;

    Learning(Routes routes, Executor mayWait) {
        this.routes = routes;
        this.mayWait = mayWait;
    }

    /** What becomes of a command that is understood. */
    interface Understood {

        /** On the client's event loop. */
        void go(Command command, Invocation invocation, List<byte[]> keys, Reply reply);
    }

    /** A command that is not in the catalogue, on its way to the node of its keys. */
    void unknown(Client client, Request request) {
        ask(
                client,
                request,
                (command, invocation, keys, reply) -> send(client, command, invocation, keys, reply),
                () -> {});
    }

    /** As {@link #unknown}, on the way that {@code then} knows; {@code refused} is told if there is none. */
    void ask(Client client, Request request, Understood then, Runnable refused) {
        if (request.length(0) == 0 || request.length(0) > 128) {
            refused.run();
            client.place().done(Router.unknownCommand(request));
            return;
        }
        Command command = request.command();
        byte[] ifUnknown = Router.unknownCommand(request);
        Reply reply = client.place();
        client.profile().command(command.name());
        client.alone(
                reply,
                () -> mayWait.execute(() -> {
                    Runnable next = learn(command, ifUnknown, reply, then, refused);
                    client.upstreams().turn().loop().execute(() -> {
                        if (!client.isGone()) {
                            next.run();
                        }
                    });
                }));
    }

    private Runnable learn(Command command, byte[] ifUnknown, Reply reply, Understood then, Runnable refused) {
        byte[] error;
        try {
            Invocation invocation = routes.engine().resolve(command);
            List<byte[]> keys = routes.engine().keys(command);
            return () -> then.go(command, invocation, keys, reply);
        } catch (RefusedCommandException e) {
            boolean nobodyKnows = String.valueOf(e.getMessage()).contains("the primary does not know it");
            error = nobodyKnows ? ifUnknown : Router.refusal(e);
        } catch (RuntimeException e) {
            log.error("{} failed", command, e);
            error = Resp.error("ERR dualwrite: " + command.name() + " failed inside of the listener");
        }
        byte[] said = error;
        return () -> {
            refused.run();
            reply.done(said);
        };
    }

    private void send(Client client, Command command, Invocation invocation, List<byte[]> keys, Reply reply) {
        Part part = new Part(routes, client, Frames.command(command.words()), invocation, bytes -> reply.done(bytes));
        Node any = routes.nodeOf(List.of());
        if (routes.spansSlots(keys)) {
            reply.done(Routes.CROSS_SLOT);
        } else if (!keys.isEmpty()) {
            routes.toSlot(Slots.of(keys.get(0)), part);
        } else if (any == null) {
            reply.done(Routes.NO_NODE);
        } else {
            routes.toNode(any, part);
        }
    }
}
