package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import java.util.List;

/** Lists and sets, with the blocking forms both where there is something to pop and where there is not. */
final class ListAndSetCases {

    private static final String L = "RPUSH l a b c a";
    private static final String S = "SADD s a b c d e";

    static final List<EffectCase> ALL = List.of(
            write("LPUSH l x y").given(L, "EXPIRE l 100"),
            write("RPUSH l x"),
            write("RPUSH l x").given("SET l v").refused(),
            write("LPUSHX l x").given(L),
            write("LPUSHX l x").nothing(),
            write("RPUSHX l x y").given(L),
            write("RPUSHX l x").nothing(),
            write("LPOP l").given(L),
            write("LPOP l 2").given(L),
            write("LPOP l 0").given(L).nothing(),
            write("LPOP l").nothing(),
            write("RPOP l").given("RPUSH l last"),
            write("RPOP l 100").given(L),
            write("LINSERT l BEFORE b x").given(L),
            write("LINSERT l AFTER none x").given(L),
            write("LSET l 1 x").given(L),
            write("LSET l 99 x").given(L).refused(),
            write("LREM l 1 a").given(L),
            write("LREM l -2 a").given(L),
            write("LREM l 0 none").given(L).nothing(),
            write("LTRIM l 1 2").given(L),
            write("LTRIM l 9 10").given(L),
            write("LMOVE l m RIGHT LEFT").given(L).keys("l", "m"),
            write("LMOVE l l LEFT RIGHT").given(L).keys("l", "l"),
            write("LMOVE l m LEFT LEFT").nothing(),
            write("LMOVE l m LEFT LEFT").given(L, "SET m v").refused(),
            write("RPOPLPUSH l m").given(L, "RPUSH m x").keys("l", "m"),
            write("RPOPLPUSH l m").nothing(),
            write("BLMOVE l m RIGHT LEFT 0.01").given(L).keys("l", "m").sends("LMOVE"),
            write("BLMOVE l m RIGHT LEFT 0.01").nothing(),
            write("BRPOPLPUSH l m 1").given(L).keys("l", "m").sends("RPOPLPUSH"),
            write("BRPOPLPUSH l m 0.01").nothing(),
            write("BLPOP k l 1").given(L).keys("l").sends("LPOP"),
            write("BRPOP l k 1").given(L).keys("l").sends("RPOP"),
            write("BLPOP k l 0.01").nothing(),
            write("BRPOP k 0.01").nothing(),
            write("BLPOP k 0.01").given("SET k v").refused(),
            write("LMPOP 2 k l LEFT").given(L).keys("l").sends("LPOP"),
            write("LMPOP 2 k l right COUNT 3").given(L).keys("l").sends("RPOP"),
            write("LMPOP 1 k LEFT").nothing(),
            write("BLMPOP 0.01 2 k l LEFT COUNT 10").given(L).keys("l").sends("LPOP"),
            write("BLMPOP 0.01 1 k LEFT").nothing(),
            write("SADD s a b"),
            write("SADD s a x 17").given(S, "EXPIRE s 100"),
            write("SADD s a").given("SET s v").refused(),
            write("SREM s a x").given(S),
            write("SREM s a b c d e").given(S),
            write("SREM s x").given(S).nothing(),
            write("SPOP s").given(S).sends("SREM"),
            write("SPOP s 3").given(S).sends("SREM"),
            write("SPOP s 99").given(S),
            write("SPOP s 2").given("SADD s 1 2 3 4"),
            write("SPOP s 0").given(S).nothing(),
            write("SPOP s").nothing(),
            write("SPOP s 3").nothing(),
            write("SMOVE s t a").given(S).keys("s", "t"),
            write("SMOVE s t x").given(S).nothing(),
            write("SMOVE s t a").given(S, "SADD t a").keys("s", "t"),
            write("SDIFFSTORE d s t").given(S, "SADD t a b", "SET d old EX 10").keys("d"),
            write("SINTERSTORE d s t").given(S, "SADD t a z").keys("d"),
            write("SINTERSTORE d s none").given(S, "SADD d old").keys("d").note("an empty result deletes"),
            write("SUNIONSTORE d s t").given(S, "SADD t z").keys("d"),
            write("SUNIONSTORE s s t").given(S, "SADD t z").keys("s"),
            write("SUNIONSTORE d s t").given(S, "SET t v").refused());

    private ListAndSetCases() {}
}
