package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** Scripts: deterministic ones, ones whose result depends on time and chance, and ones that fail half-way. */
final class ScriptOps {

    private static final String COUNT_AND_LOG =
            "local n = redis.call('incr', KEYS[1]) redis.call('rpush', KEYS[2], n) redis.call('ltrim', KEYS[2], -9, -1) return n";
    private static final String TIME_AND_CHANCE =
            "redis.call('set', KEYS[1], redis.call('time')[2] .. ':' .. math.random(1000)) return redis.call('srandmember', KEYS[2])";
    private static final String FAILS_HALF_WAY =
            "redis.call('set', KEYS[1], ARGV[1]) redis.call('lpush', KEYS[1], 'x') return 1";
    private static final String POPS = "return redis.call('spop', KEYS[1])";

    static final Family FAMILY = new Family(
            "string",
            List.of(
                    form(d -> Op.at(3, "EVAL", COUNT_AND_LOG, "2", d.tagged(), other(d, "list"))),
                    form(d -> Op.at(3, "EVAL", TIME_AND_CHANCE, "2", d.tagged(), other(d, "set"))),
                    form(d -> Op.at(3, "EVAL", FAILS_HALF_WAY, "1", d.key(), d.value())),
                    form(d -> Op.at(3, "EVAL", POPS, "1", other(d, "set"))),
                    form(d -> Op.at(3, "EVAL", "return redis.call('get', KEYS[1])", "1", d.key()))));

    private ScriptOps() {}

    /** A key of another type in the same slot. */
    private static String other(Draw draw, String type) {
        return draw.tagged().replaceFirst("}[a-z]+", "}" + type);
    }
}
