package io.github.dualwrite.jedis;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.BinaryJedisShardedPubSub;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * Objects of Jedis's parameter classes, which differ from version to version: by a factory method or constructor, the one that asks least, and for some
 * with a setting without which the server refuses them. Subscribers leave as soon as they have arrived.
 */
final class Made {

    /** Class, and what is called on a fresh object of it: methods with a number or a word. */
    private static final Map<String, Map<String, Object>> SETTINGS = Map.ofEntries(
            Map.entry("GetExParams", Map.of("ex", 1_000L)),
            Map.entry("HGetExParams", Map.of("ex", 1_000L)),
            Map.entry("HSetExParams", Map.of("ex", 1_000L)),
            Map.entry("MSetExParams", Map.of("ex", 1_000L)),
            Map.entry("SetParams", Map.of("ex", 1_000L)),
            Map.entry("GeoSearchParam", Map.of("byRadius", 500L, "fromMember", "a")),
            Map.entry("GeoRadiusStoreParam", Map.of("store", "{}:geo2")),
            Map.entry("XTrimParams", Map.of("maxLen", 1L)),
            Map.entry("XPendingParams", Map.of("count", 5L)),
            Map.entry("LMoveMParams", Map.of("count", 1L)),
            Map.entry("TSMRangeParams", Map.of("filter", "a=b")));

    /** For classes that cannot be made themselves. */
    private static final Map<String, String> STAND_INS =
            Map.of("SchemaField", "redis.clients.jedis.search.schemafields.TextField");

    private Made() {}

    /** Until Jedis 7 a cluster's client takes arguments of a class of its own only. */
    static CommandArguments arguments(ProtocolCommand command) {
        try {
            return Class.forName("redis.clients.jedis.ClusterCommandArguments")
                    .asSubclass(CommandArguments.class)
                    .getConstructor(ProtocolCommand.class)
                    .newInstance(command);
        } catch (ReflectiveOperationException e) {
            return new CommandArguments(command);
        }
    }

    static Object of(Class<?> wanted, Function<Type, Object> values, String tag) {
        Class<?> type = standIn(wanted);
        if (type == JedisPubSub.class) {
            return new Leaving();
        }
        if (type == JedisShardedPubSub.class) {
            return new LeavingShard();
        }
        if (type == BinaryJedisPubSub.class) {
            return new LeavingBinary();
        }
        if (type == BinaryJedisShardedPubSub.class) {
            return new LeavingBinaryShard();
        }
        if (type.isInterface()) {
            InvocationHandler echo = (proxy, method, arguments) -> arguments == null ? null : arguments[0];
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, echo);
        }
        for (Maker maker : makers(type)) {
            try {
                Object made = maker.make(values);
                if (made != null) {
                    set(made, SETTINGS.getOrDefault(type.getSimpleName(), Map.of()), tag);
                    return made;
                }
            } catch (ReflectiveOperationException e) {
                // the next one
            }
        }
        throw new IllegalArgumentException("no value for " + type);
    }

    private interface Maker {
        Object make(Function<Type, Object> values) throws ReflectiveOperationException;
    }

    private static List<Maker> makers(Class<?> type) {
        List<Maker> makers = new ArrayList<>();
        for (Constructor<?> constructor : sorted(type.getConstructors())) {
            if (!Modifier.isAbstract(type.getModifiers()) && constructor.getParameterCount() == 0) {
                makers.add(values -> constructor.newInstance());
            }
        }
        Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && type.isAssignableFrom(m.getReturnType()))
                .sorted(Comparator.comparingInt(Method::getParameterCount)
                        .thenComparing(m -> !m.getName().contains("ByScore"))
                        .thenComparing(Method::getName)
                        .thenComparing(Method::toString))
                .forEach(m -> makers.add(values -> m.invoke(
                        null,
                        Arrays.stream(m.getGenericParameterTypes()).map(values).toArray())));
        for (Constructor<?> constructor : sorted(type.getConstructors())) {
            if (!Modifier.isAbstract(type.getModifiers()) && constructor.getParameterCount() > 0) {
                makers.add(values -> constructor.newInstance(Arrays.stream(constructor.getGenericParameterTypes())
                        .map(values)
                        .toArray()));
            }
        }
        return makers;
    }

    private static List<Constructor<?>> sorted(Constructor<?>[] constructors) {
        return Arrays.stream(constructors)
                .sorted(Comparator.comparingInt((Constructor<?> c) -> c.getParameterCount())
                        .thenComparing(Constructor::toString))
                .toList();
    }

    private static Class<?> standIn(Class<?> type) {
        String name = STAND_INS.get(type.getSimpleName());
        try {
            return name == null ? type : Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Object made, Map<String, Object> settings, String tag) throws ReflectiveOperationException {
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            for (Method method : made.getClass().getMethods()) {
                if (method.getName().equals(setting.getKey()) && set(made, method, setting.getValue(), tag)) {
                    break;
                }
            }
        }
    }

    private static boolean set(Object made, Method method, Object value, String tag)
            throws ReflectiveOperationException {
        Class<?>[] types = method.getParameterTypes();
        method.setAccessible(true); // some are inherited from classes that are not public
        if (types.length == 1 && types[0] == String.class && value instanceof String word) {
            method.invoke(made, word.replace("{}", "{" + tag + "}"));
        } else if (types.length == 1 && types[0] == String[].class && value instanceof String word) {
            method.invoke(made, (Object) new String[] {word});
        } else if (types.length == 1 && types[0] == long.class && value instanceof Long number) {
            method.invoke(made, number);
        } else if (types.length == 1 && types[0] == int.class && value instanceof Long number) {
            method.invoke(made, number.intValue());
        } else if (types.length == 2 && types[0] == double.class && value instanceof Long number) {
            method.invoke(made, number.doubleValue(), types[1].getEnumConstants()[0]);
        } else if (types.length == 2 && types[0] == int.class && types[1].isEnum() && value instanceof Long number) {
            method.invoke(made, number.intValue(), types[1].getEnumConstants()[0]);
        } else {
            return false;
        }
        return true;
    }

    private static final class Leaving extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int subscribed) {
            unsubscribe(channel);
        }

        @Override
        public void onPSubscribe(String pattern, int subscribed) {
            punsubscribe(pattern);
        }
    }

    private static final class LeavingShard extends JedisShardedPubSub {
        @Override
        public void onSSubscribe(String channel, int subscribed) {
            sunsubscribe(channel);
        }
    }

    private static final class LeavingBinary extends BinaryJedisPubSub {
        @Override
        public void onSubscribe(byte[] channel, int subscribed) {
            unsubscribe(channel);
        }

        @Override
        public void onPSubscribe(byte[] pattern, int subscribed) {
            punsubscribe(pattern);
        }
    }

    private static final class LeavingBinaryShard extends BinaryJedisShardedPubSub {
        @Override
        public void onSSubscribe(byte[] channel, int subscribed) {
            sunsubscribe(channel);
        }
    }
}
