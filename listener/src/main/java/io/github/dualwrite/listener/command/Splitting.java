package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Arrays;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands on many keys that a cluster only takes slot by slot: one command per slot, one reply. Not atomic over slots, as no cluster is; a
 * failure in one part leaves the others done and is what the client is told.
 */
final class Splitting {

    private static final Set<String> SUMMED = Set.of("DEL", "UNLINK", "EXISTS", "TOUCH");

    private Splitting() {}

    static boolean canSplit(Command command) {
        return SUMMED.contains(command.name())
                || command.name().equals("MGET")
                || (command.name().equals("MSET") && command.size() % 2 == 1);
    }

    static void split(Dispatcher dispatcher, Client client, Command command, PendingReply reply) {
        int step = command.name().equals("MSET") ? 2 : 1;
        Map<Integer, List<Integer>> bySlot = new LinkedHashMap<>();
        for (int i = 1; i < command.size(); i += step) {
            bySlot.computeIfAbsent(Slots.of(command.word(i)), slot -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> groups = new ArrayList<>(bySlot.values());
        Gathering gathering = new Gathering(groups.size(), replies -> merged(command, groups, replies), reply);
        int part = 0;
        for (Map.Entry<Integer, List<Integer>> group : bySlot.entrySet()) {
            List<byte[]> words = new ArrayList<>();
            words.add(command.word(0));
            for (int i : group.getValue()) {
                for (int j = 0; j < step; j++) {
                    words.add(command.word(i + j));
                }
            }
            dispatcher.toSlot(
                    client.number(), Command.of(words.toArray(new byte[0][])), group.getKey(), gathering.part(part++));
        }
    }

    private static byte[] merged(Command command, List<List<Integer>> groups, List<byte[]> replies) {
        if (SUMMED.contains(command.name())) {
            return Gathering.sum(replies);
        }
        if (command.name().equals("MSET")) {
            return Resp.OK;
        }
        byte[][] values = new byte[command.size() - 1][];
        for (int g = 0; g < groups.size(); g++) {
            List<byte[]> elements = Arrays.elements(replies.get(g));
            for (int i = 0; i < elements.size(); i++) {
                values[groups.get(g).get(i) - 1] = elements.get(i);
            }
        }
        return Resp.array(List.of(values));
    }
}
