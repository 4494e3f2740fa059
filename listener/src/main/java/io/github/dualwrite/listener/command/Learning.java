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

    void unknown(Client client, Request request) {
        if (request.length(0) == 0 || request.length(0) > 128) {
            client.place().done(Router.unknownCommand(request));
            return;
        }
        Command command = request.command();
        byte[] ifUnknown = Router.unknownCommand(request);
        Reply reply = client.place();
        client.profile().command(command.name());
        client.alone(reply, () -> mayWait.execute(() -> learn(client, command, ifUnknown, reply)));
    }

    private void learn(Client client, Command command, byte[] ifUnknown, Reply reply) {
        Runnable then;
        try {
            Invocation invocation = routes.engine().resolve(command);
            List<byte[]> keys = routes.engine().keys(command);
            then = () -> send(client, command, invocation, keys, reply);
        } catch (RefusedCommandException e) {
            boolean nobodyKnows = String.valueOf(e.getMessage()).contains("the primary does not know it");
            then = () -> reply.done(nobodyKnows ? ifUnknown : Router.refusal(e));
        } catch (RuntimeException e) {
            log.error("{} failed", command, e);
            then = () -> reply.done(Resp.error("ERR dualwrite: " + command.name() + " failed inside of the listener"));
        }
        client.upstreams().turn().loop().execute(then);
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
