package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.access.Authenticator;
import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.config.ClusterMode;
import io.github.dualwrite.listener.wire.Numbers;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a client and the listener say to each other about their connection. */
final class Greetings {

    private static final byte[] DEFAULT_USER = Resp.ascii("default");
    private static final byte[] WRONG_PASSWORD =
            Resp.error("WRONGPASS invalid username-password pair or user is disabled.");

    private final Authenticator authenticator;
    private final ClusterMode clusterMode;

    Greetings(Authenticator authenticator, ClusterMode clusterMode) {
        this.authenticator = authenticator;
        this.clusterMode = clusterMode;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "PING", Greetings::ping,
                "ECHO", Greetings::echo,
                "QUIT", Greetings::quit,
                "RESET", this::reset,
                "SELECT", Greetings::select,
                "AUTH", this::auth,
                "HELLO", this::hello,
                "READONLY", Greetings::ok,
                "READWRITE", Greetings::ok,
                "ASKING", Greetings::ok);
    }

    private static void ping(Client client, Command command, Reply reply) {
        if (command.size() > 2) {
            reply.done(Wrong.arguments(command));
        } else {
            reply.done(command.size() == 2 ? Resp.bulk(command.word(1)) : Resp.simple("PONG"));
        }
    }

    private static void echo(Client client, Command command, Reply reply) {
        reply.done(command.size() == 2 ? Resp.bulk(command.word(1)) : Wrong.arguments(command));
    }

    private static void ok(Client client, Command command, Reply reply) {
        reply.done(Resp.OK);
    }

    private static void quit(Client client, Command command, Reply reply) {
        reply.done(Resp.OK);
        client.closeWhenAnswered();
    }

    private void reset(Client client, Command command, Reply reply) {
        Mode mode = client.mode();
        if (mode != null) {
            client.mode(null);
            mode.end();
        }
        client.protocol(2);
        client.silent(false);
        client.authenticated(!authenticator.isRequired());
        client.profile().name("");
        client.profile().user("default");
        reply.done(Resp.simple("RESET"));
    }

    private static void select(Client client, Command command, Reply reply) {
        if (command.size() != 2) {
            reply.done(Wrong.arguments(command));
            return;
        }
        long index = Numbers.parse(command.word(1));
        if (index == Numbers.NONE) {
            reply.done(Resp.error("ERR value is not an integer or out of range"));
        } else if (index == 0) {
            reply.done(Resp.OK);
        } else {
            reply.done(
                    index < 0 || index > 15
                            ? Resp.error("ERR DB index is out of range")
                            : Wrong.refused(command, "only database 0 is mirrored (expected: SELECT 0)"));
        }
    }

    private void auth(Client client, Command command, Reply reply) {
        if (command.size() < 2 || command.size() > 3) {
            reply.done(command.size() > 3 ? Wrong.SYNTAX : Wrong.arguments(command));
        } else if (command.size() == 2 && !authenticator.isRequired()) {
            reply.done(
                    Resp.error(
                            "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"));
        } else {
            byte[] user = command.size() == 3 ? command.word(1) : DEFAULT_USER;
            reply.done(admit(client, user, command.word(command.size() - 1)) ? Resp.OK : WRONG_PASSWORD);
        }
    }

    private boolean admit(Client client, byte[] user, byte[] password) {
        if (!authenticator.accepts(user, password)) {
            return false;
        }
        client.authenticated(true);
        client.profile().user(new String(user, StandardCharsets.UTF_8));
        return true;
    }

    private void hello(Client client, Command command, Reply reply) {
        int version = client.protocol();
        String name = null;
        if (command.size() > 1) {
            long asked = Numbers.parse(command.word(1));
            if (asked == Numbers.NONE) {
                reply.done(Resp.error("ERR Protocol version is not an integer or out of range"));
                return;
            }
            if (asked < 2 || asked > 3) {
                reply.done(Resp.error("NOPROTO unsupported protocol version"));
                return;
            }
            version = (int) asked;
        }
        int at = 2;
        while (at < command.size()) {
            int left = command.size() - at - 1;
            if (command.option(at).equals("AUTH") && left >= 2) {
                if (!admit(client, command.word(at + 1), command.word(at + 2))) {
                    reply.done(WRONG_PASSWORD);
                    return;
                }
                at += 3;
            } else if (command.option(at).equals("SETNAME") && left >= 1) {
                name = Words.text(command, at + 1);
                if (!ClientCommands.isName(name)) {
                    reply.done(ClientCommands.BAD_NAME);
                    return;
                }
                at += 2;
            } else {
                reply.done(Resp.error("ERR Syntax error in HELLO option '" + Words.text(command, at) + "'"));
                return;
            }
        }
        if (!client.isAuthenticated()) {
            reply.done(
                    Resp.error(
                            "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time"));
            return;
        }
        if (name != null) {
            client.profile().name(name);
        }
        client.protocol(version);
        reply.done(facts(client));
    }

    private byte[] facts(Client client) {
        return Resp.map(
                client.protocol(),
                List.of(
                        Resp.bulk("server"),
                        Resp.bulk("valkey"),
                        Resp.bulk("version"),
                        Resp.bulk("8.0.0"),
                        Resp.bulk("proto"),
                        Resp.integer(client.protocol()),
                        Resp.bulk("id"),
                        Resp.integer(client.profile().id()),
                        Resp.bulk("mode"),
                        Resp.bulk(clusterMode == ClusterMode.EMULATED ? "cluster" : "standalone"),
                        Resp.bulk("role"),
                        Resp.bulk("master"),
                        Resp.bulk("modules"),
                        Resp.EMPTY_ARRAY));
    }
}
