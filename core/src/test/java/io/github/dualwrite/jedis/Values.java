package io.github.dualwrite.jedis;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.GeoCoordinate;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.params.ScanParams;

/** Arguments for any method of Jedis, made from the types of its parameters; a {@link Plan} says which of the words are keys and what the others say. */
final class Values {

    /** How many of the leading words are keys; {@link #ALL}, or {@link #EVERY_SECOND}. */
    static final int ALL = 99;

    static final int EVERY_SECOND = 98;

    private static final List<List<String>> PALETTES = List.of(
            List.of("a", "b", "c"),
            List.of("1", "2", "3"),
            List.of("[a", "[c"),
            List.of("-", "+"),
            List.of("g", "c", "1-1", "2-1"),
            List.of("g", "1-1"),
            List.of("maxmemory-samples", "5"),
            List.of("a", "{}:b"),
            List.of("{}:a", "{}:b"));

    /** The same for the plain client and for the facade. */
    private static final long LATER = System.currentTimeMillis() + 1_000_000;

    /** One way to fill the parameters of a method. */
    record Plan(String kind, int keys, int palette) {}

    private final String name;
    private final Plan plan;
    private final String tag;
    private int words;
    private int keys;

    private Values(String name, Plan plan, String tag) {
        this.name = name;
        this.plan = plan;
        this.tag = tag;
    }

    static int palettes() {
        return PALETTES.size();
    }

    /** The plans worth trying for a method, the likeliest first. */
    static List<Plan> plans(String name) {
        List<Plan> plans = new ArrayList<>();
        for (String kind : Fixture.kinds(name).subList(0, 3)) {
            for (int keys : new int[] {1, ALL, 2, EVERY_SECOND, 3}) {
                for (int palette = 0; palette < PALETTES.size(); palette++) {
                    plans.add(new Plan(kind, keys, palette));
                }
            }
        }
        for (int palette = 0; palette < PALETTES.size(); palette++) {
            plans.add(new Plan(Fixture.kinds(name).get(0), 0, palette));
        }
        return plans;
    }

    /**
     * The arguments that a plan makes of a method's parameters.
     *
     * @param tag the hash tag of every key
     * @throws IllegalArgumentException if there is no way to make a value of one of the types
     */
    static Object[] of(Method method, Plan plan, String tag) {
        Object[] special = Scripted.arguments(method, plan, tag);
        if (special != null) {
            return special;
        }
        Values values = new Values(method.getName(), plan, tag);
        return Arrays.stream(method.getGenericParameterTypes())
                .map(values::value)
                .toArray();
    }

    private Object value(Type type) {
        if (type instanceof GenericArrayType array) {
            return array(array.getGenericComponentType());
        }
        if (type instanceof TypeVariable<?>) {
            return "x";
        }
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        return plain((Class<?>) type);
    }

    private Object generic(Class<?> raw, Type[] parts) {
        if (raw == List.class || raw == Iterable.class) {
            return List.of(value(parts[0]), value(parts[0]));
        }
        if (raw == Map.class && parts[1] == StreamEntryID.class) {
            return Map.of(bytesOr(parts[0], key()), new StreamEntryID(0, 0));
        }
        if (raw == Map.class) {
            return Map.of(value(parts[0]), value(parts[1]));
        }
        if (raw == Map.Entry.class) {
            boolean stream = name.startsWith("xread");
            return new SimpleEntry<>(
                    stream ? bytesOr(parts[0], key()) : value(parts[0]), stream ? ascii("0-0") : value(parts[1]));
        }
        if (raw == Class.class) {
            return Object.class;
        }
        if (raw == CommandObject.class) {
            return name.startsWith("broadcast")
                    ? new CommandObject<>(
                            Made.arguments(Protocol.Command.SCRIPT).add("LOAD").add("return 5"), BuilderFactory.STRING)
                    : new CommandObject<>(
                            arguments(name.contains("Replica") ? Protocol.Command.GET : Protocol.Command.INCR),
                            BuilderFactory.RAW_OBJECT);
        }
        throw new IllegalArgumentException("no value for " + raw);
    }

    private Object plain(Class<?> type) {
        if (type == String.class) {
            return word();
        }
        if (type == byte[].class) {
            return ascii(word());
        }
        if (type.isArray()) {
            return array(type.getComponentType());
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return number();
        }
        if (type == double.class) {
            return name.startsWith("b") ? 0.05 : 1.0;
        }
        if (type == float.class) {
            return 1f;
        }
        if (type == Object.class || type == Number.class) {
            return 1;
        }
        if (type == GeoCoordinate.class) {
            return new GeoCoordinate(13.36, 38.11);
        }
        if (type == StreamEntryID.class) {
            return name.startsWith("xadd") ? new StreamEntryID(9, 9) : new StreamEntryID(1, 1);
        }
        if (type == CommandArguments.class) {
            return arguments(Protocol.Command.INCR);
        }
        if (type == ProtocolCommand.class) {
            return Scripted.command(name);
        }
        if (type == ScanParams.class) {
            return new ScanParams().match("{" + tag + "}*").count(50);
        }
        if (type == ExecutorService.class) {
            return ForkJoinPool.commonPool();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return Made.of(type, this::value, tag);
    }

    private CommandArguments arguments(ProtocolCommand command) {
        return Made.arguments(command).key("{" + tag + "}:num");
    }

    private long number() {
        if (name.matches("p[eE]xpireAt|hpexpireAt|restore")) {
            return LATER;
        }
        if (name.matches("(h?e|E)xpireAt")) {
            return LATER / 1_000;
        }
        return name.matches(".*([eE]xpire|setex).*") ? 1_000_000 : 1;
    }

    private String word() {
        int index = words++;
        boolean isKey = plan.keys == EVERY_SECOND ? index % 2 == 0 : index < plan.keys;
        if (isKey) {
            return key();
        }
        List<String> palette = PALETTES.get(plan.palette);
        return palette.get((index - keys) < 0 ? 0 : (index - keys) % palette.size())
                .replace("{}", "{" + tag + "}");
    }

    private String key() {
        int number = ++keys;
        return "{" + tag + "}:" + plan.kind + (number == 1 ? "" : number);
    }

    private Object array(Type component) {
        Class<?> raw = component instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : component instanceof Class<?> known ? known : Object.class;
        boolean once = raw == Map.Entry.class || raw == long.class || raw == StreamEntryID.class;
        Object array = Array.newInstance(raw, once ? 1 : 2);
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, value(component));
        }
        return array;
    }

    private static Object bytesOr(Type wanted, String text) {
        return wanted == byte[].class ? ascii(text) : text;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
