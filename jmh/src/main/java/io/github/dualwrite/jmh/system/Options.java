package io.github.dualwrite.jmh.system;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run was told: {@code --name value} pairs. */
final class Options {

    private final Map<String, String> given = new HashMap<>();

    /** @param known every name that the run understands, without the dashes */
    Options(String[] args, String... known) {
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!List.of(known).contains(name) || i + 1 == args.length) {
                throw new IllegalArgumentException("option " + args[i] + ": not understood (expected: --name value, of "
                        + String.join(", ", known) + ")");
            }
            given.put(name, args[i + 1]);
        }
    }

    int number(String name, int otherwise) {
        String text = given.get(name);
        return text == null ? otherwise : Integer.parseInt(text);
    }

    int[] numbers(String name, String otherwise) {
        return List.of(text(name, otherwise).split(",")).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** Constants of an enumeration, in small letters with dashes. */
    <E extends Enum<E>> List<E> constants(String name, String otherwise, Class<E> type) {
        return List.of(text(name, otherwise).split(",")).stream()
                .map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    }
}
