package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands about the connection itself, which a client has with the listener and not with a server. */
final class LocalCommands {

    /** Answers a command that is about the connection. Returns whether it was one. */
    boolean answer(Client client, Command command, PendingReply reply) {
        switch (command.name()) {
            case "PING" -> reply.done(command.size() > 1 ? Resp.bulk(command.word(1)) : Resp.PONG);
            case "ECHO" ->
                reply.done(
                        command.size() == 2
                                ? Resp.bulk(command.word(1))
                                : Resp.error("ERR wrong number of arguments for 'echo' command"));
            case "QUIT", "RESET" -> reply.done(command.name().equals("RESET") ? Resp.simple("RESET") : Resp.OK);
            case "SELECT" ->
                reply.done(
                        command.size() == 2 && command.option(1).equals("0")
                                ? Resp.OK
                                : Resp.error(
                                        "ERR dualwrite: SELECT: only database 0 is mirrored (expected: SELECT 0)"));
            case "AUTH" ->
                reply.done(
                        Resp.error(
                                "ERR AUTH <password> called without any password configured for the listener. Are you sure your configuration is correct?"));
            case "HELLO" -> hello(client, command, reply);
            case "CLIENT" -> client(client, command, reply);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void hello(Client client, Command command, PendingReply reply) {
        if (command.size() > 1 && !command.option(1).equals("2")) {
            reply.done(Resp.error("NOPROTO unsupported protocol version: the listener speaks RESP2"));
            return;
        }
        reply.done(Resp.array(List.of(
                Resp.bulk("server"),
                Resp.bulk("dualwrite"),
                Resp.bulk("version"),
                Resp.bulk("7.2.0"),
                Resp.bulk("proto"),
                Resp.integer(2),
                Resp.bulk("id"),
                Resp.integer(client.number()),
                Resp.bulk("mode"),
                Resp.bulk("standalone"),
                Resp.bulk("role"),
                Resp.bulk("master"),
                Resp.bulk("modules"),
                Resp.EMPTY_ARRAY)));
    }

    private static void client(Client client, Command command, PendingReply reply) {
        String subcommand = command.size() > 1 ? command.option(1) : "";
        switch (subcommand) {
            case "ID" -> reply.done(Resp.integer(client.number()));
            case "SETINFO", "NO-EVICT", "NO-TOUCH" -> reply.done(Resp.OK);
            case "SETNAME" -> {
                client.name(command.size() > 2 ? new String(command.word(2), StandardCharsets.UTF_8) : "");
                reply.done(Resp.OK);
            }
            case "GETNAME" -> reply.done(client.name().isEmpty() ? Resp.NULL : Resp.bulk(client.name()));
            default ->
                reply.done(
                        Resp.error(
                                "ERR dualwrite: CLIENT " + subcommand
                                        + " is not supported by the listener (expected: ID, SETNAME, GETNAME or SETINFO; clients share connections)"));
        }
    }
}
