package io.github.dualwrite.jedis;

import io.github.dualwrite.command.RefusedCommandException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.Pool;

/**
 * What a call gave its caller, as a text that is the same on any cluster: the reply, or the exception's class and message.
 *
 * @param text the reply or the message, canonical
 * @param thrown the exception, or {@code null}
 */
record Outcome(String text, @Nullable Throwable thrown) {

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+|/127\\.0\\.0\\.1:\\d+");
    private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{4,}|0x[0-9A-F]+");

    static Outcome of(Object subject, Method method, Object[] arguments) {
        try {
            Object reply = raw(subject, method, arguments);
            Outcome outcome = answer(reply);
            if (reply instanceof AutoCloseable borrowed && !(reply instanceof Pool)) {
                borrowed.close(); // a connection, or a pipeline or transaction that has one
            }
            return outcome;
        } catch (Thrown e) {
            return failure(e);
        } catch (Exception e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }

    /** Calls the method. What it throws is the cause of what this throws. */
    static @Nullable Object raw(Object subject, Method method, Object[] arguments) {
        try {
            return method.invoke(subject, arguments);
        } catch (InvocationTargetException e) {
            throw new Thrown(e.getTargetException());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }

    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Throwable original;

        Thrown(Throwable original) {
            super(original);
            this.original = original;
        }
    }

    static Outcome answer(@Nullable Object reply) {
        return new Outcome(show(reply), null);
    }

    /** What a pipeline's response holds. */
    static Outcome response(@Nullable Object reply) {
        if (!(reply instanceof Response<?> response)) {
            return answer(reply);
        }
        try {
            return answer(response.get());
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    static Outcome failure(Throwable thrown) {
        Throwable e = thrown instanceof Thrown wrapper ? wrapper.original : thrown;
        String text = e.getClass().getName() + ": " + neutral(String.valueOf(e.getMessage()));
        if (e instanceof JedisBroadcastException broadcast) {
            text += show(new TreeSet<>(
                    broadcast.getReplies().values().stream().map(Outcome::show).toList()));
        }
        for (Throwable suppressed : e.getSuppressed()) {
            text += " (" + neutral(String.valueOf(suppressed.getMessage())) + ")"; // why EXEC was refused
        }
        return new Outcome(text, e);
    }

    boolean isAnswer() {
        return thrown == null;
    }

    /** Whether the server at hand has no such command, subcommand or option, or the client will not send it. */
    boolean isUnknownToTheServer() {
        return thrown != null
                && text.matches("(?is).*(unknown command|unknown (\\S+ )?subcommand|no such subcommand).*");
    }

    /** Whether other arguments may help. */
    boolean comesFromTheServer() {
        return thrown instanceof JedisException || text.contains("multiple slots");
    }

    boolean isRefused() {
        return thrown instanceof RefusedCommandException || text.contains(RefusedCommandException.class.getName());
    }

    static String show(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (reply instanceof Object[] array) {
            return show(Arrays.asList(array));
        }
        if (reply instanceof Map<?, ?> map) {
            TreeMap<String, String> sorted = new TreeMap<>();
            map.forEach((key, value) -> sorted.put(show(key), show(value)));
            return sorted.toString();
        }
        if (reply instanceof Collection<?> all) {
            List<String> elements = new ArrayList<>();
            all.forEach(element -> elements.add(show(element)));
            if (reply instanceof Set) {
                elements.sort(null);
            }
            return elements.toString();
        }
        if (reply instanceof Map.Entry<?, ?> entry) {
            return show(entry.getKey()) + "=" + show(entry.getValue());
        }
        return neutral(String.valueOf(reply));
    }

    private static String neutral(String text) {
        return IDENTITY.matcher(ADDRESS.matcher(text).replaceAll("node")).replaceAll("@");
    }

    @Override
    public String toString() {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
