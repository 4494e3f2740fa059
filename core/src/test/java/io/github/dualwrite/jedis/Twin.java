package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.jedis.Surface.Borrow;
import io.github.dualwrite.jedis.Values.Plan;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
import redis.clients.jedis.UnifiedJedis;

/** The same random calls on two clients, compared call by call: reply, or type and message of the exception. */
final class Twin {

    static final int CALLS = 3_000;
    private static final String[] TAGS = {"one", "two", "three", "four"};
    private static final String[] KINDS = {
        "string", "num", "hash", "list", "set", "zset", "stream", "geo", "hll", "missing"
    };

    private final Class<?> type;
    private final Borrow plainNodes;
    private final Borrow facadeNodes;

    Twin(Class<?> type, Borrow plainNodes, Borrow facadeNodes) {
        this.type = type;
        this.plainNodes = plainNodes;
        this.facadeNodes = facadeNodes;
    }

    /** Returns how many calls the server answered. */
    int call(long seed, UnifiedJedis plain, UnifiedJedis facade) {
        Random random = new Random(seed);
        for (String tag : TAGS) {
            Surface.fixture(plainNodes, tag);
            Surface.fixture(facadeNodes, tag);
        }
        List<Method> methods =
                Surface.methods(type).stream().filter(Exceptions::isRepeatable).toList();
        int answered = 0;
        for (int i = 0; i < CALLS; i++) {
            Method method = methods.get(random.nextInt(methods.size()));
            String tag = TAGS[random.nextInt(TAGS.length)];
            Plan plan = plan(random, method.getName());
            Outcome expected = Outcome.of(plain, method, Values.of(method, plan, tag));
            Outcome actual = Outcome.of(facade, method, Values.of(method, plan, tag));
            if (!(actual.isRefused() && Exceptions.mayBeRefused(method.getName(), expected))) {
                assertThat(actual.text())
                        .as("seed %d, call %d: %s of %s %s", seed, i, method, tag, plan)
                        .isEqualTo(expected.text());
            }
            answered += expected.isAnswer() ? 1 : 0;
        }
        return answered;
    }

    /** Mostly the family that the method is for. */
    private static Plan plan(Random random, String name) {
        String kind = random.nextInt(4) > 0 ? Fixture.kinds(name).get(0) : KINDS[random.nextInt(KINDS.length)];
        List<Integer> keys = List.of(1, 1, 1, 2, Values.ALL, Values.EVERY_SECOND);
        return new Plan(kind, keys.get(random.nextInt(keys.size())), random.nextInt(Values.palettes()));
    }
}
