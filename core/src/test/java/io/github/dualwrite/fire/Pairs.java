package io.github.dualwrite.fire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words of the form {@code name=value}: how the processes speak to each other. */
final class Pairs {

    private Pairs() {}

    static Map<String, String> of(List<String> words) {
        Map<String, String> values = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return values;
    }

    static String get(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": missing");
        }
        return value;
    }

    static long number(Map<String, String> values, String name) {
        return Long.parseLong(get(values, name));
    }
}
