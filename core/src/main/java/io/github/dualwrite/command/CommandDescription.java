package io.github.dualwrite.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of one command in {@code COMMAND} and {@code COMMAND INFO}, as far as the catalogue is concerned.
 *
 * @param name the command, or the command and its subcommand, in upper case
 * @param arity the number of words; negative: at least as many
 * @param flags in lower case
 * @param keys where keys are, as far as that can be said
 * @param keysComplete whether every key is in one of {@code keys}
 * @param subcommands empty before Redis 7.0
 */
record CommandDescription(
        String name,
        int arity,
        Set<String> flags,
        List<KeySpec> keys,
        boolean keysComplete,
        List<CommandDescription> subcommands) {

    /**
     * Reads one element of the server's answer.
     *
     * @throws IllegalArgumentException if it has another shape
     */
    static CommandDescription of(@Nullable Object element) {
        if (!(element instanceof List<?> parts) || parts.size() < 6) {
            throw new IllegalArgumentException("not the description of a command");
        }
        Set<String> flags = new HashSet<>();
        for (Object flag : list(parts.get(2))) {
            flags.add(text(flag).toLowerCase(Locale.ROOT));
        }
        boolean movable = flags.contains("movablekeys");
        List<KeySpec> keys = new ArrayList<>();
        boolean complete = true;
        if (parts.size() > 8) {
            boolean explained = !movable;
            for (Object described : list(parts.get(8))) {
                KeySpec spec = spec(map(described));
                complete &= spec != null;
                explained |= spec == null || spec.form() != KeySpec.Form.RANGE;
                if (spec != null) {
                    keys.add(spec);
                }
            }
            complete &= explained; // keys that only the command's own code can find
        } else {
            complete = !movable;
            if (number(parts.get(3)) > 0) {
                keys.add(range(true, number(parts.get(3)), number(parts.get(4)), number(parts.get(5))));
            }
        }
        List<CommandDescription> subcommands = new ArrayList<>();
        if (parts.size() > 9) {
            list(parts.get(9)).forEach(sub -> subcommands.add(of(sub)));
        }
        return new CommandDescription(
                text(parts.get(0)).toUpperCase(Locale.ROOT).replace('|', ' '),
                number(parts.get(1)),
                Set.copyOf(flags),
                List.copyOf(keys),
                complete,
                List.copyOf(subcommands));
    }

    /** One key specification in the table's terms, or null for one that cannot be said in them. */
    private static @Nullable KeySpec spec(Map<String, Object> described) {
        Set<String> flags = new HashSet<>();
        list(described.get("flags")).forEach(flag -> flags.add(text(flag)));
        if (flags.contains("incomplete")) {
            return null;
        }
        boolean written = !flags.contains("RO") && !flags.contains("not_key");
        Map<String, Object> begin = map(described.get("begin_search"));
        Map<String, Object> find = map(described.get("find_keys"));
        Map<String, Object> from = map(begin.get("spec"));
        Map<String, Object> how = map(find.get("spec"));
        String form = text(begin.get("type")) + " " + text(find.get("type"));
        return switch (form) {
            case "index range" -> {
                int first = number(from.get("index"));
                int last = number(how.get("lastkey"));
                yield number(how.get("limit")) > 1
                        ? null
                        : range(written, first, last < 0 ? last : first + last, number(how.get("keystep")));
            }
            case "index keynum" ->
                number(how.get("firstkey")) != number(how.get("keynumidx")) + 1
                        ? null
                        : new KeySpec(
                                written,
                                KeySpec.Form.COUNTED,
                                number(from.get("index")) + number(how.get("keynumidx")),
                                0,
                                number(how.get("keystep")),
                                "");
            case "keyword range" -> afterKeyword(written, from, how);
            default -> null;
        };
    }

    private static @Nullable KeySpec afterKeyword(boolean written, Map<String, Object> from, Map<String, Object> how) {
        int start = number(from.get("startfrom"));
        int last = number(how.get("lastkey"));
        int limit = number(how.get("limit"));
        if (start < 1 || number(how.get("keystep")) != 1 || last < -1 || limit > 2) {
            return null;
        }
        return new KeySpec(
                written,
                limit == 2 ? KeySpec.Form.HALF_AFTER_KEYWORD : KeySpec.Form.AFTER_KEYWORD,
                start,
                last < 0 ? -1 : last + 1,
                1,
                text(from.get("keyword")).toUpperCase(Locale.ROOT));
    }

    private static KeySpec range(boolean written, int first, int last, int step) {
        return new KeySpec(written, KeySpec.Form.RANGE, first, last, step, "");
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("not the description of a command: a list is missing");
    }

    private static Map<String, Object> map(@Nullable Object value) {
        List<?> words = list(value);
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            Object entry = words.get(i + 1);
            if (entry != null) {
                map.put(text(words.get(i)), entry);
            }
        }
        return map;
    }

    private static int number(@Nullable Object value) {
        if (value instanceof Long number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("not the description of a command: a number is missing");
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        throw new IllegalArgumentException("not the description of a command: a word is missing");
    }
}
