package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares where the table and a server's description look for keys. */
final class KeyPlaces {

    /** How many words more than the least a command is tried with. */
    private static final int MORE = 5;

    private KeyPlaces() {}

    /** {@code directions}: whether the description tells written keys from those that are only read; servers before 7.0 do not. */
    static void compare(CommandRow row, CommandDescription command, boolean directions, List<String> differences) {
        boolean ofContainer = !row.name().equals(command.name());
        if (!command.keysComplete() || (ofContainer && row.keys().isEmpty())) {
            return; // only whole commands tell: KeyWitness
        }
        if (allRanges(row.keys()) && allRanges(command.keys())) {
            int least = Math.max(Math.abs(command.arity()), row.name().split(" ").length);
            for (int size = least; size <= least + MORE; size++) {
                Command words = numbered(size);
                String ours = places(row.keys(), words, directions);
                String theirs = places(command.keys(), words, directions);
                if (command.arity() < 0 || size == least) {
                    difference(row, size + " words", ours, theirs, differences);
                }
            }
        } else {
            Set<KeySpec> ours = new HashSet<>(row.keys());
            Set<KeySpec> theirs = new HashSet<>(command.keys());
            if (!ours.equals(theirs)) {
                difference(row, "its description", ours.toString(), theirs.toString(), differences);
            }
        }
    }

    private static void difference(CommandRow row, String where, String ours, String theirs, List<String> differences) {
        if (!ours.equals(theirs)) {
            differences.add(row.name() + ": keys in " + where + ": the table finds " + ours + ", the server " + theirs);
        }
    }

    private static boolean allRanges(List<KeySpec> specs) {
        return specs.stream().allMatch(spec -> spec.form() == KeySpec.Form.RANGE);
    }

    /** The words 0, 1, 2...: a key then tells its own place. */
    private static Command numbered(int size) {
        String[] words = new String[size];
        for (int i = 0; i < size; i++) {
            words[i] = Integer.toString(i);
        }
        return Command.of(words);
    }

    private static String places(List<KeySpec> specs, Command words, boolean direction) {
        Set<String> places = new TreeSet<>();
        for (KeySpec spec : specs) {
            List<byte[]> keys = new ArrayList<>();
            spec.find(words, keys);
            for (byte[] key : keys) {
                places.add((direction ? spec.written() ? "w" : "r" : "") + new String(key, StandardCharsets.US_ASCII));
            }
        }
        return places.toString();
    }
}
