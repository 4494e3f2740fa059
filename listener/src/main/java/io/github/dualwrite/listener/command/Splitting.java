package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Elements;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands on many keys that a cluster only takes slot by slot: one command per slot, one reply. Not atomic over slots, as no cluster is; a
 * failure in one part leaves the others done and is what the client is told.
 */
final class Splitting implements Handler {

    private final Routes routes;

    Splitting(Routes routes) {
        this.routes = routes;
    }

    Map<String, Handler> handlers() {
        return Map.of("MGET", this, "MSET", this, "DEL", this, "UNLINK", this, "EXISTS", this, "TOUCH", this);
    }

    @Override
    public void handle(Client client, Command command, Reply reply) {
        int step = command.name().equals("MSET") ? 2 : 1;
        if (command.size() < 1 + step || (command.size() - 1) % step != 0) {
            reply.done(Wrong.arguments(command));
            return;
        }
        List<byte[]> keys = new ArrayList<>();
        for (int i = 1; i < command.size(); i += step) {
            keys.add(command.word(i));
        }
        if (!routes.spansSlots(keys)) {
            routes.toSlot(Slots.of(keys.get(0)), routes.part(client, command, bytes -> reply.done(bytes)));
            return;
        }
        Map<Integer, List<Integer>> bySlot = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            bySlot.computeIfAbsent(Slots.of(keys.get(i)), slot -> new ArrayList<>())
                    .add(1 + i * step);
        }
        List<List<Integer>> groups = new ArrayList<>(bySlot.values());
        Gathering gathering =
                new Gathering(groups.size(), replies -> merged(command, groups, replies), bytes -> reply.done(bytes));
        int part = 0;
        for (Map.Entry<Integer, List<Integer>> group : bySlot.entrySet()) {
            List<byte[]> words = new ArrayList<>();
            words.add(command.word(0));
            for (int i : group.getValue()) {
                for (int j = 0; j < step; j++) {
                    words.add(command.word(i + j));
                }
            }
            Command piece = Command.named(command.name(), words.toArray(new byte[0][]));
            routes.toSlot(group.getKey(), routes.part(client, piece, gathering.part(part++)));
        }
    }

    private static byte[] merged(Command command, List<List<Integer>> groups, List<byte[]> replies) {
        if (command.name().equals("MSET")) {
            return Resp.OK;
        }
        if (!command.name().equals("MGET")) {
            return Gathering.sum(replies);
        }
        byte[][] values = new byte[command.size() - 1][];
        for (int g = 0; g < groups.size(); g++) {
            List<byte[]> elements = Elements.of(replies.get(g));
            for (int i = 0; i < elements.size(); i++) {
                values[groups.get(g).get(i) - 1] = elements.get(i);
            }
        }
        return Resp.array(List.of(values));
    }
}
