package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.engine.Write;
import io.github.dualwrite.listener.upstream.UpstreamConnection;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command, or one {@code MULTI} block, on its way to the primary and back: begun at the engine when it is sent, completed with the reply,
 * and only then answered. Follows redirects. Event loop of the connection it is on.
 */
final class CommandExchange implements UpstreamConnection.Exchange {

    private static final int MOST_REDIRECTS = 5;
    private static final Command ASKING = Command.of("ASKING");
    private static final Command MULTI = Command.of("MULTI");
    private static final Command EXEC = Command.of("EXEC");

    private final Dispatcher dispatcher;
    private final int client;
    private final List<Command> commands;
    private final List<Invocation> invocations;
    private final boolean isBlock;
    private final PendingReply reply;
    private final int redirects;
    private Write write = Write.NONE;

    private CommandExchange(
            Dispatcher dispatcher,
            int client,
            List<Command> commands,
            List<Invocation> invocations,
            boolean isBlock,
            PendingReply reply,
            int redirects) {
        this.dispatcher = dispatcher;
        this.client = client;
        this.commands = commands;
        this.invocations = invocations;
        this.isBlock = isBlock;
        this.reply = reply;
        this.redirects = redirects;
    }

    static CommandExchange of(
            Dispatcher dispatcher, int client, Command command, Invocation invocation, PendingReply reply) {
        return new CommandExchange(dispatcher, client, List.of(command), List.of(invocation), false, reply, 0);
    }

    static CommandExchange block(
            Dispatcher dispatcher, int client, List<Command> block, List<Invocation> invocations, PendingReply reply) {
        List<Command> commands = new ArrayList<>();
        commands.add(MULTI);
        commands.addAll(block);
        commands.add(EXEC);
        return new CommandExchange(dispatcher, client, commands, invocations, true, reply, 0);
    }

    @Override
    public List<Command> commands() {
        return commands;
    }

    @Override
    public void sending() {
        write = isBlock
                ? dispatcher.engine().beginTransaction(invocations)
                : dispatcher.engine().begin(invocations.get(0));
    }

    @Override
    public void replied(List<byte[]> replies) {
        byte[] last = replies.get(replies.size() - 1);
        String redirect = redirect(replies);
        if (redirect != null) {
            write.notExecuted();
            follow(redirect, last);
            return;
        }
        if (write != Write.NONE) {
            write.completed(Resp.parse(last));
        }
        reply.done(last);
    }

    /** The redirection, if the primary answered with one: for a block the one that explains why it was aborted. */
    private static @Nullable String redirect(List<byte[]> replies) {
        for (byte[] each : replies) {
            if (Resp.isError(each)) {
                String text = Resp.errorText(each);
                if (text.startsWith("MOVED ") || text.startsWith("ASK ")) {
                    return text;
                }
            }
        }
        return null;
    }

    private void follow(String redirect, byte[] last) {
        boolean ask = redirect.startsWith("ASK ");
        if (!ask) {
            dispatcher.engine().primary().refreshSoon();
        }
        String address = redirect.substring(redirect.lastIndexOf(' ') + 1);
        int colon = address.lastIndexOf(':');
        if (redirects >= MOST_REDIRECTS || colon <= 0 || (ask && isBlock)) {
            reply.done(
                    ask && isBlock
                            ? Resp.error("TRYAGAIN dualwrite: the slot of this transaction is being moved")
                            : last);
            return;
        }
        Node target = new Node(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        List<Command> again = commands;
        if (!isBlock) {
            Command command = commands.get(commands.size() - 1);
            again = ask ? List.of(ASKING, command) : List.of(command);
        }
        dispatcher.send(
                target,
                client,
                new CommandExchange(dispatcher, client, again, invocations, isBlock, reply, redirects + 1));
    }

    @Override
    public void lost(@Nullable ConnectionId connection, String why) {
        dispatcher.engine().primary().refreshSoon();
        if (connection != null) {
            write.lost(connection);
            reply.done(Resp.error("ERR dualwrite: the primary may or may not have executed this: " + why));
        } else {
            reply.done(Resp.error("ERR dualwrite: not executed: " + why));
        }
    }
}
