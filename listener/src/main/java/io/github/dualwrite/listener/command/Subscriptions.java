package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Mode;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.upstream.Connection;
import io.github.dualwrite.listener.upstream.FrameSink;
import io.github.dualwrite.listener.wire.Elements;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.Request;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client with subscriptions: connections of its own, one to the node of each shard channel and one for the rest, whose frames it gets as they come.
 * What it is subscribed to is known here, since the counts in a server's confirmations are those of one connection. The client's event loop only.
 */
final class Subscriptions implements Mode, FrameSink {

    private static final Set<String> ALLOWED = Set.of(
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "PSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SSUBSCRIBE",
            "SUNSUBSCRIBE",
            "PING",
            "QUIT",
            "RESET");

    private final Routes routes;
    private final Verbs verbs;
    private final Client client;
    private final Map<Node, Connection> connections = new HashMap<>();
    private final Set<String> channels = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();
    private final Map<String, Node> shardChannels = new HashMap<>();
    private @Nullable Node forAll;
    private @Nullable Reply awaited;
    private int missing;
    private boolean ended;

    Subscriptions(Routes routes, Verbs verbs, Client client) {
        this.routes = routes;
        this.verbs = verbs;
        this.client = client;
    }

    void subscribe(Command command, Reply reply) {
        boolean shard = command.name().equals("SSUBSCRIBE");
        List<byte[]> names = List.of(command.words()).subList(1, command.size());
        if (shard && routes.spansSlots(names)) {
            reply.done(Routes.CROSS_SLOT);
            return;
        }
        client.alone(reply, () -> {
            Node node = shard
                    ? routes.engine().primary().topology().map().owner(Slots.of(names.get(0)))
                    : forAll != null ? forAll : routes.nodeOf(List.of());
            if (node == null) {
                reply.done(Routes.NO_NODE);
                return;
            }
            if (!shard) {
                forAll = node;
            }
            client.mode(this);
            client.profile().state("P");
            await(reply, names.size());
            connection(node).sendUnanswered(Frames.command(command.words()));
        });
    }

    private Connection connection(Node node) {
        return connections.computeIfAbsent(node, place -> {
            Connection made = client.upstreams().own(client.protocol(), place);
            made.sink(this);
            made.patient(true);
            return made;
        });
    }

    private void await(Reply reply, int confirmations) {
        awaited = reply;
        missing = confirmations;
    }

    void unsubscribe(Command command, Reply reply) {
        client.alone(reply, () -> {
            if (command.name().equals("SUNSUBSCRIBE")) {
                unsubscribeShard(command, reply);
                return;
            }
            Set<String> held = command.name().equals("UNSUBSCRIBE") ? channels : patterns;
            Node node = forAll;
            if (node == null) {
                confirmAll(command, reply);
                return;
            }
            await(reply, command.size() > 1 ? command.size() - 1 : Math.max(1, held.size()));
            connection(node).sendUnanswered(Frames.command(command.words()));
        });
    }

    private void unsubscribeShard(Command command, Reply reply) {
        Map<Node, Integer> counts = new HashMap<>();
        for (Node node : shardChannels.values()) {
            counts.merge(node, 1, Integer::sum);
        }
        if (command.size() > 1) {
            Node node = shardChannels.get(Words.text(command, 1));
            if (node == null) {
                confirmAll(command, reply);
                return;
            }
            await(reply, command.size() - 1);
            connection(node).sendUnanswered(Frames.command(command.words()));
        } else if (counts.isEmpty()) {
            confirmAll(command, reply);
        } else {
            await(reply, shardChannels.size());
            counts.keySet().forEach(node -> connection(node).sendUnanswered(Frames.command(command.words())));
        }
    }

    private void confirmAll(Command command, Reply reply) {
        String kind = command.name().toLowerCase(Locale.ROOT);
        int left = kind.startsWith("s") ? shardChannels.size() : channels.size() + patterns.size();
        client.answerAlthoughSilent(reply);
        reply.done(confirmation(client, kind, Resp.nothing(client.protocol()), left));
    }

    static byte[] confirmation(Client client, String kind, byte[] name, int count) {
        byte[] head = Resp.ascii((client.protocol() < 3 ? "*3" : ">3") + "\r\n");
        return Resp.join(List.of(head, Resp.bulk(kind), name, Resp.integer(count)));
    }

    @Override
    public boolean received(Request request) {
        if (client.protocol() >= 3) {
            return false;
        }
        Verb verb = verbs.find(request.bytes(), request.start(0), request.length(0));
        String name = verb == null ? "" : verb.name();
        if (name.equals("PING") && request.size() <= 2) {
            byte[] echoed = request.size() == 2 ? request.word(1) : new byte[0];
            client.place().done(Resp.array(List.of(Resp.bulk("pong"), Resp.bulk(echoed))));
            return true;
        }
        if (ALLOWED.contains(name)) {
            return false;
        }
        String shown = new String(request.word(0), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        client.place()
                .done(
                        Resp.error(
                                "ERR Can't execute '" + shown
                                        + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"));
        return true;
    }

    @Override
    public void frame(byte[] bytes, int from, int to) {
        if (missing > 0) {
            confirmed(Arrays.copyOfRange(bytes, from, to));
        } else {
            client.push(bytes, from, to);
        }
    }

    /** The frame may be a message, which goes on as it is, or one of the confirmations that are awaited. */
    private void confirmed(byte[] frame) {
        Reply reply = awaited;
        if (Resp.isError(frame)) {
            missing = 0;
            if (reply != null) {
                reply.done(frame);
            }
            leaveIfNothingIsLeft();
            return;
        }
        List<byte[]> parts = Elements.of(frame);
        String kind = parts.size() == 3 ? Resp.secondLine(parts.get(0)) : "";
        if (!kind.endsWith("subscribe")) {
            client.push(frame, 0, frame.length);
            return;
        }
        String name = parts.get(1)[0] == '$' && parts.get(1)[1] != '-' ? bulk(parts.get(1)) : null;
        if (name != null) {
            note(kind, name);
        }
        int count = kind.startsWith("s") && !kind.startsWith("subscribe")
                ? shardChannels.size()
                : channels.size() + patterns.size();
        byte[] told = confirmation(client, kind, parts.get(1), count);
        missing--;
        if (missing > 0 || reply == null) {
            client.push(told, 0, told.length);
        } else {
            awaited = null;
            if (kind.contains("unsub")) {
                leaveIfNothingIsLeft();
            }
            client.answerAlthoughSilent(reply); // as messages are: CLIENT REPLY OFF is about replies
            reply.done(told);
        }
    }

    private static String bulk(byte[] bulk) {
        int start = 0;
        while (bulk[start] != '\n') {
            start++;
        }
        return new String(bulk, start + 1, bulk.length - start - 3, StandardCharsets.ISO_8859_1);
    }

    private void note(String kind, String name) {
        switch (kind) {
            case "subscribe" -> channels.add(name);
            case "psubscribe" -> patterns.add(name);
            case "unsubscribe" -> channels.remove(name);
            case "punsubscribe" -> patterns.remove(name);
            case "sunsubscribe" -> shardChannels.remove(name);
            default -> {
                Node node = routes.engine()
                        .primary()
                        .topology()
                        .map()
                        .owner(Slots.of(name.getBytes(StandardCharsets.ISO_8859_1)));
                if (node != null) {
                    shardChannels.put(name, node);
                }
            }
        }
    }

    private void leaveIfNothingIsLeft() {
        if (channels.isEmpty() && patterns.isEmpty() && shardChannels.isEmpty()) {
            end();
            client.mode(null);
            client.profile().state("N");
        }
    }

    /** A node has gone, and with it what it would have told: the client has to know, and subscribes again when it has connected again. */
    @Override
    public void ended(String why) {
        if (!ended) {
            end();
            client.closeNow("its subscription has ended: " + why);
        }
    }

    @Override
    public boolean lasts() {
        return true;
    }

    @Override
    public void end() {
        ended = true;
        connections.values().forEach(connection -> {
            connection.sink(null);
            connection.end("not needed any more");
        });
        connections.clear();
    }
}
