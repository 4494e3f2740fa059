package io.github.dualwrite.jedis;

import io.github.dualwrite.jedis.Values.Plan;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Calls every method of a client twice, once plain and once through the facade, each on keys of its own. */
final class Surface {

    private static final Plan FIRST = Values.plans("").get(0);

    /** What the search found, once for all clients and for words as text and as bytes. */
    private static final Map<String, Plan> plans = new HashMap<>();

    private final String prefix;
    private final Class<?> type;
    private final Borrow plain;
    private final Borrow facade;
    private final Caller caller;
    private int answered;

    /** Calls one method of the type under test, made from a client; all its keys have the tag. */
    @FunctionalInterface
    interface Caller {
        Outcome call(boolean onFacade, Method method, Object[] arguments, String tag);
    }

    /** A connection of a client to the node that has a tag's keys. */
    @FunctionalInterface
    interface Borrow {
        Connection connection(String tag);

        static Borrow from(JedisCluster jedis) {
            return tag -> jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot(tag));
        }
    }

    Surface(String prefix, Class<?> type, Borrow plain, Borrow facade, Caller caller) {
        this.prefix = prefix;
        this.type = type;
        this.plain = plain;
        this.facade = facade;
        this.caller = caller;
    }

    /** Returns how many methods the server answered; adds to {@code problems} by name. */
    int callEverything(Map<String, List<String>> problems) {
        List<Method> methods = methods(type);
        for (int i = 0; i < methods.size(); i++) {
            Method method = methods.get(i);
            if (!Exceptions.isCalledElsewhere(method)) {
                String problem = call(method, prefix + i);
                if (problem != null) {
                    problems.computeIfAbsent(method.getName(), name -> new ArrayList<>())
                            .add(signature(method) + " " + problem);
                }
            }
        }
        return answered;
    }

    /** The public methods, in an order that is the same everywhere; those that empty everything come last. */
    static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m ->
                        m.getDeclaringClass() != Object.class && !m.isBridge() && !Modifier.isStatic(m.getModifiers()))
                .sorted(Comparator.comparing((Method m) -> Exceptions.isLast(m.getName()))
                        .thenComparing(Method::getName)
                        .thenComparing(m -> Arrays.toString(m.getGenericParameterTypes())))
                .toList();
    }

    private @Nullable String call(Method method, String tag) {
        String shape = shape(method);
        Plan plan = plans.get(shape);
        Outcome expected = plan == null ? null : plain(method, plan, tag);
        if (plan == null
                || expected == null
                || !isUnderstood(method, expected)) { // another client may send the same elsewhere
            try {
                plan = search(method, tag);
            } catch (IllegalArgumentException e) {
                return Exceptions.hasNoValue(method.getName()) ? null : "no case: " + e.getMessage();
            }
            if (plan == null) {
                return "no case: " + plain(method, FIRST, tag);
            }
            plans.put(shape, plan);
            expected = plain(method, plan, tag);
        }
        fixture(facade, tag);
        Outcome actual = caller.call(true, method, Values.of(method, plan, tag), tag);
        if (actual.isRefused()) {
            return Exceptions.mayBeRefused(method.getName(), expected) ? null : "refused: " + actual;
        }
        if (expected.isAnswer()) {
            answered++;
        }
        String name = method.getName();
        if (!isUnderstood(method, expected)) {
            return "no case: " + expected;
        }
        boolean same = Exceptions.isVarying(name, expected, actual)
                ? isUnderstood(method, actual)
                : expected.text().equals(actual.text());
        return same ? null : plan + " plain: " + expected + " facade: " + actual;
    }

    private Outcome plain(Method method, Plan plan, String tag) {
        fixture(plain, tag);
        return caller.call(false, method, Values.of(method, plan, tag), tag);
    }

    private static boolean isUnderstood(Method method, Outcome outcome) {
        return outcome.isAnswer() || outcome.isUnknownToTheServer() || Exceptions.isExpected(method.getName(), outcome);
    }

    /** Tries plans on the plain client until the server accepts one. */
    private @Nullable Plan search(Method method, String realTag) {
        if (Scripted.arguments(method, FIRST, realTag) != null) {
            return FIRST;
        }
        String tag = realTag + "s";
        fixture(plain, tag);
        for (Plan plan : Values.plans(method.getName())) {
            Outcome tried = caller.call(false, method, Values.of(method, plan, tag), tag);
            if (isUnderstood(method, tried)) {
                return plan;
            }
            if (method.getParameterCount() == 0 || !tried.comesFromTheServer()) {
                return null;
            }
        }
        return null;
    }

    /** The same for a method with words as text and as bytes. */
    private static String shape(Method method) {
        return method.getName()
                + Arrays.toString(method.getGenericParameterTypes())
                        .replace("byte[]", "String")
                        .replace("class [B", "String")
                        .replace("class [Ljava.lang.String;", "[[B")
                        .replace("class java.lang.String", "String")
                        .replace("java.lang.String", "String");
    }

    static void fixture(Borrow client, String tag) {
        try (Connection connection = client.connection(tag)) {
            Fixture.create(connection, tag);
        }
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .toList()
                .toString();
    }
}
