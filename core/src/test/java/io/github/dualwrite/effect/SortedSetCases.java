package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import java.util.List;

/** Sorted sets: conditions, floating point scores, removals and results stored. */
final class SortedSetCases {

    private static final String Z = "ZADD z 1 a 2.5 b 3 c inf d";
    private static final String Y = "ZADD y 0.1 a 0.7 c 5 e";

    static final List<EffectCase> ALL = List.of(
            write("ZADD z 1 a 0.1 b -inf c 1e300 d"),
            write("ZADD z 9 a 4 x").given(Z, "EXPIRE z 100"),
            write("ZADD z NX 9 a 4 x").given(Z),
            write("ZADD z XX 9 a 4 x").given(Z),
            write("ZADD z GT CH 0 a 9 b").given(Z),
            write("ZADD z XX LT CH 0 a 9 b").given(Z),
            write("ZADD z CH 1 a").given(Z),
            write("ZADD z INCR 0.1 a").given("ZADD z 0.2 a").sends("ZINCRBY"),
            write("ZADD z INCR 3 new").given(Z),
            write("ZADD z XX INCR 3 new").given(Z).nothing(),
            write("ZADD z NX INCR 3 a").given(Z).nothing(),
            write("ZADD z GT INCR -1 a").given(Z).nothing(),
            write("ZADD z 1 a").given("SET z v").refused(),
            write("ZADD z NX XX 1 a").refused(),
            write("ZINCRBY z 0.1 a").given("ZADD z 0.2 a"),
            write("ZINCRBY z 1e20 a").given("ZADD z 123456789.123456789 a"),
            write("ZINCRBY z 0.3333333333333333 new"),
            write("ZINCRBY z -inf a").given(Z),
            write("ZINCRBY z -inf d").given(Z).refused(),
            write("ZREM z a x").given(Z),
            write("ZREM z a b c d").given(Z),
            write("ZREM z x").given(Z).nothing(),
            write("ZREMRANGEBYRANK z 0 -2").given(Z),
            write("ZREMRANGEBYRANK z 9 10").given(Z).nothing(),
            write("ZREMRANGEBYSCORE z (1 +inf").given(Z),
            write("ZREMRANGEBYLEX z [a (c").given("ZADD z 0 a 0 b 0 c"),
            write("ZPOPMIN z").given(Z).sends("ZREM"),
            write("ZPOPMIN z 2").given("ZADD z 1 a 1 b 1 c"),
            write("ZPOPMAX z 10").given(Z),
            write("ZPOPMAX z").given(Z).sends("ZREM"),
            write("ZPOPMIN z").nothing(),
            write("ZPOPMIN z 0").given(Z).nothing(),
            write("BZPOPMIN k z 1").given(Z).keys("z").sends("ZREM"),
            write("BZPOPMAX z k 1").given(Z).keys("z"),
            write("BZPOPMIN k 0.01").nothing(),
            write("BZPOPMAX k 0.01").nothing(),
            write("ZMPOP 2 k z MIN").given(Z).keys("z").sends("ZREM"),
            write("ZMPOP 1 z MAX COUNT 3").given(Z).keys("z"),
            write("ZMPOP 1 k MIN").nothing(),
            write("BZMPOP 0.01 2 k z MIN COUNT 2").given(Z).keys("z").sends("ZREM"),
            write("BZMPOP 0.01 1 k MIN").nothing(),
            write("ZUNIONSTORE d 2 z y").given(Z, Y, "SET d old EX 10").keys("d"),
            write("ZUNIONSTORE d 2 z y WEIGHTS 0.3 2 AGGREGATE MAX").given(Z, Y).keys("d"),
            write("ZUNIONSTORE d 3 z y x")
                    .given(Z, Y, "ZADD x 0.3 a")
                    .copies("d")
                    .note("the order of sums"),
            write("ZUNIONSTORE d 2 z s").given(Z, "SADD s a f").keys("d"),
            write("ZINTERSTORE d 2 z y AGGREGATE MIN").given(Z, Y).keys("d"),
            write("ZINTERSTORE d 2 z none").given(Z, "ZADD d 1 old").keys("d").note("an empty result deletes"),
            write("ZINTERSTORE z 2 z y").given(Z, Y).keys("z"),
            write("ZDIFFSTORE d 2 z y").given(Z, Y).keys("d"),
            write("ZRANGESTORE d z 1 2").given(Z, "ZADD d 1 old").keys("d"),
            write("ZRANGESTORE d z (1 +inf BYSCORE LIMIT 0 2").given(Z).keys("d"),
            write("ZRANGESTORE d z 9 10").given(Z, "SET d old").keys("d").note("an empty result deletes"));

    private SortedSetCases() {}
}
