package io.github.dualwrite.listener.command;

import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.listener.access.Authenticator;
import io.github.dualwrite.listener.client.Clients;
import io.github.dualwrite.listener.config.Serving;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Puts together what the listener does with each command. */
public final class Commands {

    private Commands() {}

    /** @param mayWait where the primary is asked for commands that are not in the catalogue; it answers in a while */
    public static Router router(
            Engine engine, Clients clients, Authenticator authenticator, Serving serving, Executor mayWait) {
        Routes routes = new Routes(engine);
        EveryNode everyNode = new EveryNode(routes);
        Learning learning = new Learning(routes, mayWait);
        Scanning scanning = new Scanning(routes);
        Verbs[] verbs = new Verbs[1];
        Map<String, Handler> handlers = new HashMap<>();
        EveryNode.NAMES.forEach(name -> handlers.put(name, everyNode));
        handlers.put("SCAN", scanning::scan);
        handlers.put("RANDOMKEY", scanning::randomKey);
        handlers.put("CLIENT", new ClientCommands(clients));
        handlers.put("CLUSTER", new ClusterCommands(routes, serving.clusterMode()));
        handlers.put("INFO", new InfoCommand(routes, everyNode, clients, serving.clusterMode()));
        handlers.putAll(new Greetings(authenticator, serving.clusterMode()).handlers());
        handlers.putAll(new Splitting(routes).handlers());
        handlers.putAll(new Lone(routes).handlers());
        handlers.putAll(new Transactions(routes, verbs, learning).handlers());
        handlers.putAll(new Subscribing(routes, verbs).handlers());
        handlers.putAll(new ServerCommands(routes, everyNode, serving.adminCommands()).handlers());
        verbs[0] = new Verbs(handlers);
        return new Router(routes, verbs[0], learning);
    }
}
