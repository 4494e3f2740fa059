package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One section of a file: every value is asked for by name and type, what cannot be understood is noted and replaced by the default, and
 * {@link #end} notes what nobody asked for.
 */
final class Settings {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(us|ms|s|m|h)");
    private static final Pattern BYTES = Pattern.compile("(\\d+)\\s*(B|KB|MB|GB|KiB|MiB|GiB)?");

    private final String path;
    private final Map<?, ?> values;
    private final List<Problem> problems;
    private final Map<String, String> environment;
    private final Set<String> asked = new LinkedHashSet<>();

    Settings(String path, Map<?, ?> values, List<Problem> problems, Map<String, String> environment) {
        this.path = path;
        this.values = values;
        this.problems = problems;
        this.environment = environment;
    }

    List<Problem> problems() {
        return problems;
    }

    void problem(String name, String value, String expected) {
        problems.add(new Problem(path.isEmpty() ? name : path + "." + name, value, expected));
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    boolean isFlag(String name) {
        return values.get(name) instanceof Boolean;
    }

    /** The names in this section, in the order of the file. */
    List<String> names() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    Settings section(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value != null && !(value instanceof Map)) {
            // Not the value itself: a password may stand where the section of its user was meant.
            problem(name, value instanceof List ? "a list" : "a single value", "a section with settings of its own");
        }
        return new Settings(
                path.isEmpty() ? name : path + "." + name,
                value instanceof Map<?, ?> map ? map : Map.of(),
                problems,
                environment);
    }

    @Nullable
    String text(String name, @Nullable String otherwise) {
        asked.add(name);
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Map || value instanceof List) {
            problem(name, "a " + (value instanceof Map ? "section" : "list"), "a single value");
            return otherwise;
        }
        return withVariables(name, String.valueOf(value));
    }

    List<String> texts(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            list.forEach(element -> texts.add(withVariables(name, String.valueOf(element))));
            return texts;
        }
        return value == null ? List.of() : List.of(withVariables(name, String.valueOf(value)));
    }

    /** As {@link #texts}, of secrets: what YAML would read as a number or a date must stand in quotes, or another password would come out. */
    List<String> secrets(String name) {
        Object value = values.get(name);
        for (Object each : value instanceof List<?> list ? list : List.of(value == null ? "" : value)) {
            if (!(each instanceof String)) {
                asked.add(name);
                problem(name, "****", "a text in quotes, since YAML reads this one as something else");
                return List.of();
            }
        }
        return texts(name);
    }

    /** As {@link #secrets} where there can be one only. */
    @Nullable
    String secret(String name) {
        List<String> all = secrets(name);
        if (all.size() > 1) {
            problem(name, "a list", "a single value");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    boolean flag(String name, boolean otherwise) {
        return parsed(name, otherwise, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    int number(String name, int otherwise) {
        return parsed(name, otherwise, "a whole number", Integer::valueOf);
    }

    double decimal(String name, double otherwise) {
        return parsed(name, otherwise, "a number", Double::valueOf);
    }

    Duration duration(String name, Duration otherwise) {
        return parsed(name, otherwise, "a duration such as 500us, 20ms, 2s, 1m or 1h", text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000));
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        });
    }

    long bytes(String name, long otherwise) {
        return parsed(name, otherwise, "a size such as 1024, 64MB or 64MiB", text -> {
            Matcher matcher = BYTES.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            long factor = switch (matcher.group(2) == null ? "B" : matcher.group(2)) {
                case "KB" -> 1_000L;
                case "MB" -> 1_000_000L;
                case "GB" -> 1_000_000_000L;
                case "KiB" -> 1L << 10;
                case "MiB" -> 1L << 20;
                case "GiB" -> 1L << 30;
                default -> 1L;
            };
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        });
    }

    /** A constant of an enum, written in small letters with dashes. */
    <E extends Enum<E>> E oneOf(String name, E otherwise) {
        Class<E> type = otherwise.getDeclaringClass();
        String expected = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", ", "one of ", ""));
        return parsed(
                name,
                otherwise,
                expected,
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    private <T> T parsed(String name, T otherwise, String expected, Function<String, T> parser) {
        String text = text(name, null);
        if (text == null) {
            return otherwise;
        }
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            problem(name, text, expected);
            return otherwise;
        }
    }

    /** Replaces {@code ${NAME}} and {@code ${NAME:default}}. */
    private String withVariables(String name, String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = environment.getOrDefault(matcher.group(1), matcher.group(2));
            if (value == null) {
                problem(name, matcher.group(), "the environment variable " + matcher.group(1) + " to be set");
                value = "";
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(result);
        return result.toString();
    }

    /** Notes every name that was not asked for, with the nearest that would have been. */
    void end() {
        for (Object key : values.keySet()) {
            String name = String.valueOf(key);
            if (!asked.contains(name)) {
                String nearest = asked.stream()
                        .min(java.util.Comparator.comparingInt(known -> distance(known, name)))
                        .orElse("");
                problem(
                        name,
                        "unknown setting",
                        "one of " + asked + (distance(nearest, name) <= 3 ? "; did you mean " + nearest + "?" : ""));
            }
        }
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
