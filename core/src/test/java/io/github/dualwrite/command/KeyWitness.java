package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import io.github.dualwrite.testkit.LocalNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks a server with {@code COMMAND GETKEYS} where the keys of whole commands are. */
final class KeyWitness {

    /** Commands whose keys are not at fixed places; what no version knows is left out, what it knows must have an example. */
    private static final List<String> EXAMPLES = List.of(
            "BLMPOP 0 2 a b LEFT COUNT 3",
            "BZMPOP 0 2 a b MIN",
            "EVAL script 2 a b c",
            "EVALSHA sha 2 a b c",
            "EVALSHA_RO sha 2 a b c",
            "EVAL_RO script 1 a b",
            "FCALL f 2 a b c",
            "FCALL_RO f 1 a b",
            "GEORADIUS a 1 2 3 km",
            "GEORADIUS a 1 2 3 km ASC STORE b",
            "GEORADIUSBYMEMBER a m 3 km",
            "GEORADIUSBYMEMBER a STORE 3 km STOREDIST b",
            "LMPOP 2 a b LEFT",
            "MSETEX 2 a 1 b 2 NX EX 10",
            "SINTERCARD 2 a b LIMIT 1",
            "SORT a",
            "SORT a BY w_* LIMIT 0 5 GET x STORE b ALPHA",
            "SORT a STORE b STORE c",
            "SORT a STORE b GET STORE ALPHA",
            "STRALGO LCS KEYS a b LEN",
            "XREAD COUNT 2 BLOCK 0 STREAMS a b 0 0",
            "XREADGROUP GROUP STREAMS c COUNT 2 NOACK STREAMS a b > >",
            "ZDIFF 2 a b WITHSCORES",
            "ZDIFFSTORE d 2 a b",
            "ZINTER 2 a b WEIGHTS 1 2",
            "ZINTERCARD 2 a b LIMIT 1",
            "ZINTERSTORE d 2 a b AGGREGATE MAX",
            "ZMPOP 2 a b MIN",
            "ZUNION 2 a b",
            "ZUNIONSTORE d 2 a b WEIGHTS 1 2");

    private final LocalNode node;
    private int agreed;

    KeyWitness(LocalNode node) {
        this.node = node;
    }

    int agreed() {
        return agreed;
    }

    void compare(CommandRow row, CommandDescription command, List<String> differences) {
        boolean channels = row.access() == Access.NEITHER && row.name().contains("SUBSCRIBE");
        if (channels || row.name().endsWith("PUBLISH") || row.name().equals("CLUSTERSCAN")) {
            return; // its words choose a node, but are no keys
        }
        if (row.keys().isEmpty() && !row.name().equals(command.name())) {
            return; // HELP, of a server that knows containers only as a whole
        }
        int before = agreed;
        for (List<String> words : invocations(row, command)) {
            List<String> theirs = ask(words);
            if (theirs == null) {
                continue;
            }
            List<String> ours = ours(row, words);
            if (ours.equals(theirs)) {
                agreed++;
            } else {
                differences.add(words + ": the table finds the keys " + ours + ", the server " + theirs);
            }
        }
        if (!row.keys().isEmpty() && agreed == before) {
            differences.add(row.name() + ": has keys, but in no invocation that was tried the server found any");
        }
    }

    private static List<List<String>> invocations(CommandRow row, CommandDescription command) {
        List<List<String>> invocations = new ArrayList<>();
        if (row.keys().stream().anyMatch(spec -> spec.form() != KeySpec.Form.RANGE)) {
            for (String example : EXAMPLES) {
                if (example.startsWith(row.name() + " ")) {
                    invocations.add(List.of(example.split(" ")));
                }
            }
            return invocations;
        }
        String[] name = row.name().split(" ");
        int least = Math.max(Math.abs(command.arity()), name.length);
        for (int size = least; size <= least + 3; size++) {
            List<String> words = new ArrayList<>(List.of(name));
            for (int i = name.length; i < size; i++) {
                words.add("word" + i);
            }
            invocations.add(words);
        }
        return invocations;
    }

    private static List<String> ours(CommandRow row, List<String> words) {
        List<byte[]> keys = new ArrayList<>();
        row.keys().forEach(spec -> spec.find(Command.of(words.toArray(new String[0])), keys));
        return keys.stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }

    /** The keys that the server finds, or null when it finds the invocation not valid; no keys is an empty list. */
    private @Nullable List<String> ask(List<String> words) {
        String[] question = new String[words.size() + 2];
        question[0] = "COMMAND";
        question[1] = "GETKEYS";
        for (int i = 0; i < words.size(); i++) {
            question[i + 2] = words.get(i);
        }
        try {
            Object answer = node.command(question);
            return ((List<?>) Objects.requireNonNull(answer))
                    .stream()
                            .map(key -> new String((byte[]) key, StandardCharsets.UTF_8))
                            .sorted()
                            .toList();
        } catch (JedisDataException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("no key arguments")) {
                return List.of();
            }
            if (message.contains("Invalid") || message.contains("wrong number")) {
                return null;
            }
            throw new IllegalStateException(Arrays.toString(question), e);
        }
    }
}
