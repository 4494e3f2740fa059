package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Clients;
import io.github.dualwrite.listener.client.Profile;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Numbers;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code CLIENT} and its subcommands: they are about connections to the listener, so no server is asked. */
final class ClientCommands implements Handler {

    static final byte[] BAD_NAME =
            Resp.error("ERR Client names cannot contain spaces, newlines or special characters.");

    private final Clients clients;

    ClientCommands(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void handle(Client client, Command command, Reply reply) {
        String sub = Words.sub(command);
        int size = command.size();
        Profile profile = client.profile();
        switch (sub) {
            case "" -> reply.done(Wrong.arguments(command));
            case "ID" -> reply.done(size == 2 ? Resp.integer(profile.id()) : Wrong.subcommandArguments(command));
            case "GETNAME" ->
                reply.done(profile.name().isEmpty() ? Resp.nothing(client.protocol()) : Resp.bulk(profile.name()));
            case "SETNAME" -> reply.done(setName(profile, command));
            case "SETINFO" -> reply.done(setInfo(profile, command));
            case "INFO" -> reply.done(Resp.verbatim(client.protocol(), profile.line() + "\n"));
            case "LIST" -> reply.done(list(client, command));
            case "KILL" -> reply.done(kill(client, command));
            case "UNBLOCK" -> reply.done(unblock(command));
            case "REPLY" -> reply(client, command, reply);
            case "NO-EVICT", "NO-TOUCH" ->
                reply.done(size == 3 && isSwitch(command.option(2)) ? Resp.OK : Wrong.SYNTAX);
            case "GETREDIR" -> reply.done(Resp.integer(-1));
            case "TRACKINGINFO" ->
                reply.done(Resp.map(
                        client.protocol(),
                        List.of(
                                Resp.bulk("flags"),
                                Resp.array(List.of(Resp.bulk("off"))),
                                Resp.bulk("redirect"),
                                Resp.integer(-1),
                                Resp.bulk("prefixes"),
                                Resp.EMPTY_ARRAY)));
            case "TRACKING" ->
                reply.done(
                        size == 3 && command.option(2).equals("OFF")
                                ? Resp.OK
                                : Wrong.refused(
                                        command,
                                        "clients share connections to the primary, whose invalidations would reach nobody or all (expected: a client without client-side caching)"));
            case "CAPA" -> reply.done(Resp.OK);
            case "HELP" ->
                reply.done(
                        Resp.texts(
                                List.of(
                                        "CLIENT <subcommand> [<arg> ...]. Subcommands of the listener are:",
                                        "CAPA, GETNAME, GETREDIR, ID, INFO, KILL, LIST, NO-EVICT, NO-TOUCH, REPLY, SETINFO, SETNAME, TRACKINGINFO, UNBLOCK")));
            case "CACHING", "PAUSE", "UNPAUSE", "IMPORT-SOURCE" ->
                reply.done(Wrong.refused(command, "it would concern connections that clients share"));
            default -> reply.done(Wrong.subcommand(command));
        }
    }

    private static boolean isSwitch(String word) {
        return word.equals("ON") || word.equals("OFF");
    }

    static boolean isName(String name) {
        return name.chars().allMatch(c -> c >= '!' && c <= '~');
    }

    private static byte[] setName(Profile profile, Command command) {
        if (command.size() != 3) {
            return Wrong.subcommandArguments(command);
        }
        String name = Words.text(command, 2);
        if (!isName(name)) {
            return BAD_NAME;
        }
        profile.name(name);
        return Resp.OK;
    }

    private static byte[] setInfo(Profile profile, Command command) {
        if (command.size() != 4) {
            return Wrong.subcommandArguments(command);
        }
        String value = Words.text(command, 3);
        String attribute = command.option(2);
        if (!attribute.equals("LIB-NAME") && !attribute.equals("LIB-VER")) {
            return Resp.error("ERR Unrecognized option '" + Words.text(command, 2) + "'");
        }
        if (!isName(value)) {
            return Resp.error("ERR " + attribute.toLowerCase(java.util.Locale.ROOT)
                    + " cannot contain spaces, newlines or special characters.");
        }
        if (attribute.equals("LIB-NAME")) {
            profile.library(value);
        } else {
            profile.libraryVersion(value);
        }
        return Resp.OK;
    }

    private static void reply(Client client, Command command, Reply reply) {
        String which = command.size() == 3 ? command.option(2) : "";
        switch (which) {
            case "ON" -> {
                client.silent(false);
                client.answerAlthoughSilent(reply);
                reply.done(Resp.OK);
            }
            case "OFF" -> {
                client.silent(true);
                client.silence(reply);
                reply.done(Resp.OK);
            }
            case "SKIP" -> {
                client.silence(reply);
                reply.done(Resp.OK);
                client.skipNext();
            }
            default -> reply.done(Wrong.SYNTAX);
        }
    }

    private byte[] list(Client client, Command command) {
        Predicate<Profile> filter = profile -> true;
        if (command.size() > 2) {
            String option = command.option(2);
            if (option.equals("TYPE") && command.size() == 4) {
                String type = command.option(3);
                if (!List.of("NORMAL", "MASTER", "PRIMARY", "REPLICA", "SLAVE", "PUBSUB")
                        .contains(type)) {
                    return Resp.error("ERR Unknown client type '" + Words.text(command, 3) + "'");
                }
                filter = profile -> type.equals(profile.isSubscribed() ? "PUBSUB" : "NORMAL");
            } else if (option.equals("ID") && command.size() > 3) {
                List<Long> ids = new java.util.ArrayList<>();
                for (int i = 3; i < command.size(); i++) {
                    long id = Numbers.parse(command.word(i));
                    if (id < 1) {
                        return Resp.error("ERR Invalid client ID");
                    }
                    ids.add(id);
                }
                filter = profile -> ids.contains(profile.id());
            } else {
                return Wrong.SYNTAX;
            }
        }
        StringBuilder lines = new StringBuilder();
        clients.all().stream()
                .filter(filter)
                .forEach(each -> lines.append(each.line()).append('\n'));
        return Resp.verbatim(client.protocol(), lines.toString());
    }

    private byte[] kill(Client client, Command command) {
        if (command.size() == 3) {
            String address = Words.text(command, 2);
            boolean any = killAll(client, profile -> profile.remote().equals(address), false) > 0;
            return any ? Resp.OK : Resp.error("ERR No such client");
        }
        Predicate<Profile> filter = profile -> true;
        boolean skipMe = true;
        if (command.size() < 4 || command.size() % 2 != 0) {
            return Wrong.SYNTAX;
        }
        for (int i = 2; i < command.size(); i += 2) {
            String value = Words.text(command, i + 1);
            if (command.option(i).equals("SKIPME")) {
                if (!List.of("YES", "NO").contains(command.option(i + 1))) {
                    return Wrong.SYNTAX;
                }
                skipMe = command.option(i + 1).equals("YES");
                continue;
            }
            Predicate<Profile> next = filter(command.option(i), value);
            if (next == null) {
                return command.option(i).equals("ID")
                        ? Resp.error("ERR client-id should be greater than 0")
                        : Wrong.SYNTAX;
            }
            filter = filter.and(next);
        }
        return Resp.integer(killAll(client, filter, skipMe));
    }

    private byte[] unblock(Command command) {
        String how = command.size() == 4 ? command.option(3) : "TIMEOUT";
        if (command.size() < 3 || command.size() > 4) {
            return Wrong.subcommandArguments(command);
        }
        if (!how.equals("TIMEOUT") && !how.equals("ERROR")) {
            return Resp.error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        long id = Numbers.parse(command.word(2));
        if (id == Numbers.NONE) {
            return Wrong.NOT_AN_INTEGER;
        }
        boolean waited =
                clients.all().stream().anyMatch(profile -> profile.id() == id && profile.unblock(how.equals("ERROR")));
        return Resp.integer(waited ? 1 : 0);
    }

    private static @Nullable Predicate<Profile> filter(String option, String value) {
        return switch (option) {
            case "ID" -> {
                long id = Numbers.parse(Resp.ascii(value));
                yield id < 1 ? null : profile -> profile.id() == id;
            }
            case "ADDR" -> profile -> profile.remote().equals(value);
            case "LADDR" -> profile -> profile.local().equals(value);
            case "USER" -> profile -> profile.user().equals(value);
            case "NAME" -> profile -> profile.name().equals(value);
            case "TYPE" -> profile -> value.equalsIgnoreCase(profile.isSubscribed() ? "pubsub" : "normal");
            default -> null;
        };
    }

    private int killAll(Client client, Predicate<Profile> filter, boolean skipMe) {
        int killed = 0;
        for (Profile profile : clients.all()) {
            boolean me = profile == client.profile();
            if (filter.test(profile) && !(me && skipMe)) {
                killed++;
                if (me) {
                    client.closeWhenAnswered();
                } else {
                    profile.kill();
                }
            }
        }
        return killed;
    }
}
