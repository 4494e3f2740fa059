package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import java.util.List;

/** Hashes, and the expiry of single fields where servers have it. */
final class HashCases {

    private static final String H = "HSET h a 1 b 2";
    private static final String A = "HPEXPIRE h 50000 FIELDS 1 a";

    static final List<EffectCase> ALL = List.of(
            write("HSET h a 1 b 2"),
            write("HSET h a 9 c 3").given(H, "EXPIRE h 100"),
            write("HSET h a 9").given("SET h v").refused(),
            write("HMSET h a 9 c 3").given(H),
            write("HSETNX h c 3").given(H),
            write("HSETNX h a 9").given(H).nothing(),
            write("HDEL h a x").given(H),
            write("HDEL h a b").given(H).note("the last fields"),
            write("HDEL h x").given(H).nothing(),
            write("HINCRBY h a 41").given(H),
            write("HINCRBY h n -1"),
            write("HINCRBYFLOAT h a 0.1").given("HSET h a 0.2"),
            write("HINCRBYFLOAT h n 2.5e3"),
            write("HINCRBY h a 1").given("HSET h a text").refused(),
            // the expiry of fields
            write("HEXPIRE h 100 FIELDS 2 a b").given(H).sends("HPEXPIRE"),
            write("HEXPIRE h 100 FIELDS 2 a x").given(H),
            write("HEXPIRE h 100 FIELDS 1 x").given(H).nothing(),
            write("HEXPIRE h 100 FIELDS 1 a").nothing(),
            write("HEXPIRE h 0 FIELDS 2 a x").given(H).sends("HDEL"),
            write("HEXPIRE h 100 NX FIELDS 2 a b").given(H, A).sends("HPEXPIRE"),
            write("HEXPIRE h 100 XX FIELDS 2 a b").given(H, A),
            write("HEXPIRE h 100 GT FIELDS 1 a").given(H, A),
            write("HEXPIRE h 10 GT FIELDS 1 a").given(H, A).nothing(),
            write("HEXPIRE h 10 LT FIELDS 2 a b").given(H, A),
            write("HPEXPIRE h 100000 FIELDS 1 b").given(H, A),
            write("HEXPIREAT h %s+100 FIELDS 1 a").given(H).sends("HEXPIREAT"),
            write("HEXPIREAT h %s-100 FIELDS 1 a").given(H).sends("HDEL"),
            write("HPEXPIREAT h %ms+100000 FIELDS 2 a b").given(H).sends("HPEXPIREAT"),
            write("HPEXPIREAT h %ms-100 FIELDS 2 a b").given(H).sends("HDEL").note("the last fields"),
            write("HPERSIST h FIELDS 2 a b").given(H, A),
            write("HPERSIST h FIELDS 1 b").given(H, A).nothing(),
            write("HSETEX h FIELDS 2 a 9 c 3").given(H, A).sends("HSET"),
            write("HSETEX h EX 100 FIELDS 2 a 9 c 3").given(H, A).sends("HSETEX"),
            write("HSETEX h PX 100000 FIELDS 1 a 9"),
            write("HSETEX h EXAT %s+100 FIELDS 1 a 9").given(H),
            write("HSETEX h PXAT %ms+100000 FIELDS 1 a 9").given(H),
            write("HSETEX h PXAT %ms-5 FIELDS 1 a 9").given(H).note("a time that has passed"),
            write("HSETEX h KEEPTTL FIELDS 2 a 9 b 8").given(H, A),
            write("HSETEX h FNX EX 100 FIELDS 1 c 3").given(H),
            write("HSETEX h FNX EX 100 FIELDS 2 a 9 c 3").given(H).nothing(),
            write("HSETEX h FXX EX 100 FIELDS 1 a 9").given(H),
            write("HSETEX h FXX EX 100 FIELDS 1 c 3").given(H).nothing(),
            write("HGETEX h EX 100 FIELDS 2 a x").given(H).sends("HPEXPIRE"),
            write("HGETEX h PXAT %ms+100000 FIELDS 1 a").given(H).sends("HPEXPIREAT"),
            write("HGETEX h PXAT %ms-5 FIELDS 1 a").given(H).doubted().note("a time that has passed"),
            write("HGETEX h PERSIST FIELDS 2 a b").given(H, A).sends("HPERSIST"),
            write("HGETEX h FIELDS 1 a").given(H, A).nothing(),
            write("HGETEX h EX 100 FIELDS 1 x").given(H).nothing(),
            write("HGETDEL h FIELDS 2 a x").given(H).sends("HDEL"),
            write("HGETDEL h FIELDS 2 a b").given(H).note("the last fields"),
            write("HGETDEL h FIELDS 1 x").given(H).nothing(),
            write("HSET h a 9").given(H, A).note("a plain set ends the field's time to live"),
            write("HINCRBY h a 1").given(H, A),
            write("COPY h d").given(H, A).keys("d"),
            write("RENAME h d").given(H, A).keys("h", "d"),
            write("RESTORE d 0 %dump:h").given(H, A).keys("d"));

    private HashCases() {}
}
