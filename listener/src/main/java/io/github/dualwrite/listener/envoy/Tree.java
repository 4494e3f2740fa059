package io.github.dualwrite.listener.envoy;

import io.github.dualwrite.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message of an Envoy file. What is asked for counts as honoured; {@link #end} notes all the rest by its path, so that nothing of the file is
 * passed over in silence. As in Envoy, a list of one may be written without its brackets.
 */
final class Tree {

    /** They say what a message is, not what to do. */
    private static final Set<String> TYPE = Set.of("@type", "name");

    private final String path;
    private final Map<?, ?> values;
    private final Notes notes;
    private final Set<String> asked = new LinkedHashSet<>(TYPE);

    Tree(String path, Map<?, ?> values, Notes notes) {
        this.path = path;
        this.values = values;
        this.notes = notes;
    }

    String path() {
        return path;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    void problem(String name, String value, String expected) {
        notes.problems().add(new Problem(path(name), value, expected));
    }

    void remark(String name, String remark) {
        notes.remarks().add(path(name) + ": " + remark);
    }

    /** A message in this one; empty if there is none. */
    Tree in(String name) {
        List<Tree> all = all(name);
        if (all.size() > 1) {
            problem(name, all.size() + " of them", "one");
        }
        return all.isEmpty() ? new Tree(path(name), Map.of(), notes) : all.get(0);
    }

    /** The messages of a list. */
    List<Tree> all(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value instanceof Map<?, ?> map) {
            return List.of(new Tree(path(name), map, notes));
        }
        List<Tree> all = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> map) {
                    all.add(new Tree(path(name) + "[" + i + "]", map, notes));
                } else {
                    problem(name + "[" + i + "]", "a single value", "a message");
                }
            }
        } else if (value != null) {
            problem(name, "a single value", "a message");
        }
        return all;
    }

    /** What a message is, without the address of its type: the part behind the last dot of {@code @type}. */
    String type() {
        String type = String.valueOf(values.get("@type"));
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('/')) + 1);
    }

    @Nullable
    String text(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value instanceof Map || value instanceof List) {
            problem(name, "a message", "a single value");
            return null;
        }
        return value == null ? null : String.valueOf(value);
    }

    boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            problem(name, text, "true or false");
        }
        return "true".equalsIgnoreCase(text);
    }

    /** It is in the file, and what it asks for holds here anyway. */
    void holdsAnyway(String... names) {
        asked.addAll(List.of(names));
    }

    /** It is in the file and not honoured, for a reason. */
    void notHonoured(String name, String reason) {
        if (asked.add(name) && values.get(name) != null) {
            notes.notHonoured(path(name), reason);
        }
    }

    /** Notes everything that nobody asked for. */
    void end() {
        for (Object key : values.keySet()) {
            if (!asked.contains(String.valueOf(key))) {
                notes.notHonoured(path(String.valueOf(key)), "");
            }
        }
    }
}
